using System.Globalization;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>
/// Where the next page begins. <paramref name="Position"/> is an index of the set, so that no record moves across it whatever changes
/// meanwhile; with $orderby it is an offset in the sorted view <paramref name="View"/>.
/// </summary>
internal sealed record SkipToken(int Position, int Served, int? Count, string? View)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Position}.{Served}.{Count}.{View}");

    public static SkipToken Parse(string text)
    {
        var parts = text.Split('.');
        if (
            parts.Length == 4
            && Number(parts[0]) is { } position
            && Number(parts[1]) is { } served
            && (parts[2].Length == 0 || Number(parts[2]) is not null)
        )
        {
            return new SkipToken(position, served, Number(parts[2]), parts[3].Length == 0 ? null : parts[3]);
        }
        throw ODataException.Bad("Invalid $skiptoken; follow the __next links as they were given.");
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
