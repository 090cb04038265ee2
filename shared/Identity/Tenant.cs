namespace IntegrationFunctions.Identity;

/// <summary>
/// A customer of the platform: an account with users and keys, and the data of its two spaces. Live data is in the space of the account's own
/// id, test data in its sandbox (<see cref="SandboxOf"/>); a key or a token opens one of them. Everything else belongs to exactly one space.
/// </summary>
/// <param name="Id">Lower-case letters, digits and hyphens, 1 to 40: <c>demo</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="CreatedAt">When it joined.</param>
/// <param name="SandboxOnly">It has no live data: its only space, that of its own id, is a sandbox.</param>
/// <param name="SchemaVersion">Version of this document's shape.</param>
public sealed record Tenant(
    string Id,
    string Name,
    DateTimeOffset CreatedAt,
    bool SandboxOnly = false,
    int SchemaVersion = 2
)
{
    private const string SandboxMark = "_test";

    /// <summary>The platform's own tenant: it holds what must be found before a tenant is known. Nobody can sign in to it.</summary>
    public const string System = "system";

    /// <summary>Whether <paramref name="id"/> can be a customer's.</summary>
    public static bool IsValidId(string id) =>
        id.Length is > 0 and <= 40
        && id != System
        && id.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-')
        && id[0] != '-'
        && id[^1] != '-';

    /// <summary>The space of an account's test data, beside its live one. No account can have this id: it holds an underscore.</summary>
    public static string SandboxOf(string accountId) => accountId + SandboxMark;

    /// <summary>The account that a space belongs to.</summary>
    public static string AccountOf(string spaceId) =>
        spaceId.EndsWith(SandboxMark, StringComparison.Ordinal) ? spaceId[..^SandboxMark.Length] : spaceId;

    /// <summary>The space that live or test credentials open; null where there is no live data.</summary>
    public string? Space(bool live) =>
        SandboxOnly ? (live ? null : Id)
        : live ? Id
        : SandboxOf(Id);
}
