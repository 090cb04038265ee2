using System.Text.Json.Serialization;

namespace IntegrationFunctions.Platform.Secrets.Local;

/// <summary>A tenant's data key, sealed with a master key.</summary>
/// <param name="Version">Of this shape: 1.</param>
/// <param name="MasterKey"><see cref="LocalKeyRing.KeyId"/> of the key that it was sealed with.</param>
/// <param name="Sealed">Nonce, ciphertext, tag.</param>
internal sealed record SealedKey(int Version, string MasterKey, byte[] Sealed);

/// <summary>A secret, sealed with its tenant's data key.</summary>
/// <param name="Version">Of this shape: 1.</param>
/// <param name="Name">The secret's name, which is no secret.</param>
/// <param name="Sealed">Nonce, ciphertext, tag.</param>
internal sealed record SealedSecret(int Version, string Name, byte[] Sealed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SealedKey))]
[JsonSerializable(typeof(SealedSecret))]
internal sealed partial class SealedJson : JsonSerializerContext;
