using System.Text.Json.Serialization;

namespace IntegrationFunctions.Platform.Secrets;

/// <summary>A secret, sealed with a data key of its tenant.</summary>
/// <param name="Version">Of this shape: 2, or 3 where the value is in a vault. Version 1 knew one key for each tenant.</param>
/// <param name="Name">The secret's name, which is no secret.</param>
/// <param name="Sealed">Nonce, ciphertext, tag; null where they are in a vault.</param>
/// <param name="Key">Number of the data key. Version 1 doesn't tell it: its one key is number 1.</param>
internal sealed record SealedSecret(int Version, string Name, byte[]? Sealed, int Key = 1)
{
    public const int Inline = 2;
    public const int InVault = 3;

    /// <summary>Where the vault has it, in order; null where it is here.</summary>
    public IReadOnlyList<VaultPart>? Parts { get; init; }
}

/// <summary>One version of one secret of a vault: what it holds never changes.</summary>
internal sealed record VaultPart(string Name, string Version);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SealedSecret))]
internal sealed partial class SealedJson : JsonSerializerContext;
