using System.Text.RegularExpressions;

namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>What a world is computed from. <paramref name="Records"/> counts business partners and open items together.</summary>
internal sealed partial record WorldDefinition(string Name, int Records, long Seed, DateOnly CreatedOn)
{
    public const int MinRecords = 10;
    public const int MaxRecords = 1_000_000;

    public int Partners => Math.Max(4, (int)((long)Records * 2 / 5));

    public int OpenItems => Records - Partners;

    /// <summary>Every fifth partner, the first included, is a supplier.</summary>
    public int Suppliers => (Partners + 4) / 5;

    public int Customers => Partners - Suppliers;

    public static bool IsName(string name) => NamePattern().IsMatch(name);

    [GeneratedRegex("^[a-z0-9-]{1,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
