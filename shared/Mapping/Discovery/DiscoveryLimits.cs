namespace IntegrationFunctions.Mapping.Discovery;

/// <summary>What discovery stops at, so that its memory and time stay bounded whatever a source sends.</summary>
/// <param name="Records">Records that are looked at.</param>
/// <param name="Fields">Fields of a model, nested ones too; further names are not taken in.</param>
/// <param name="Depth">Levels of objects and lists; what is deeper stays a closed object.</param>
/// <param name="Entries">Entries of one list in one record.</param>
/// <param name="Values">Values altogether; reading stops after the record that reaches it.</param>
/// <param name="Hashes">Values that are remembered to see whether fields are unique, 8 bytes each; beyond it fields count as not unique.</param>
public sealed record DiscoveryLimits(
    int Records = 10_000,
    int Fields = 2_000,
    int Depth = 8,
    int Entries = 100,
    int Values = 10_000_000,
    int Hashes = 2_000_000
)
{
    /// <summary>Those that are used where nobody says others.</summary>
    public static DiscoveryLimits Default { get; } = new();
}
