using System.Text.Json.Serialization;

namespace IntegrationFunctions.Platform.Secrets.Local;

/// <summary>A secret, sealed with a data key of its tenant.</summary>
/// <param name="Version">Of this shape: 2. Version 1 knew one key for each tenant.</param>
/// <param name="Name">The secret's name, which is no secret.</param>
/// <param name="Sealed">Nonce, ciphertext, tag.</param>
/// <param name="Key">Number of the data key. Version 1 doesn't tell it: its one key is number 1.</param>
internal sealed record SealedSecret(int Version, string Name, byte[] Sealed, int Key = 1)
{
    public const int Shape = 2;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SealedSecret))]
internal sealed partial class SealedJson : JsonSerializerContext;
