namespace IntegrationFunctions.Durable;

/// <summary>
/// Older before newer: no version is older than any; 1.9 is older than 1.10; what is no number of the form 1.2.3 is compared as text, without
/// case. As Durable Task compares them.
/// </summary>
internal sealed class VersionOrder : IComparer<string>, IEqualityComparer<string>
{
    public static VersionOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (none, noneThere) = (string.IsNullOrWhiteSpace(x), string.IsNullOrWhiteSpace(y));
        if (none || noneThere)
        {
            return noneThere.CompareTo(none);
        }
        return Parse(x!) is { } a && Parse(y!) is { } b
            ? a.CompareTo(b)
            : string.Compare(x, y, StringComparison.OrdinalIgnoreCase);
    }

    public bool Equals(string? x, string? y) => Compare(x, y) == 0;

    public int GetHashCode(string version) =>
        string.IsNullOrWhiteSpace(version) ? 0
        : Parse(version) is { } parsed ? parsed.GetHashCode()
        : StringComparer.OrdinalIgnoreCase.GetHashCode(version);

    // "2" is a version to people, if not to Version; 2, 2.0 and 2.0.0 are one.
    private static Version? Parse(string version) =>
        Version.TryParse(version.Contains('.') ? version : version + ".0", out var parsed)
            ? new Version(parsed.Major, parsed.Minor, Math.Max(parsed.Build, 0), Math.Max(parsed.Revision, 0))
            : null;
}
