using System.Text.Json.Serialization;

namespace IntegrationFunctions.Platform.Secrets;

/// <summary>
/// All data keys of a tenant, as stored at <c>secret-keys/current</c>: one document, so that every change of them is one write. Version 1
/// held a single key, number 1, in <see cref="MasterKey"/> and <see cref="Sealed"/>.
/// </summary>
internal sealed record TenantKeyDocument(int Version)
{
    public const int Shape = 2;

    /// <summary>Version 1 alone.</summary>
    public string? MasterKey { get; init; }

    /// <summary>Version 1 alone.</summary>
    public byte[]? Sealed { get; init; }

    /// <summary>The highest number that a key of the tenant ever had: a number never returns.</summary>
    public int Last { get; init; }

    /// <summary>Numbers up to this one were destroyed.</summary>
    public int DestroyedUpTo { get; init; }

    public DateTimeOffset? DestroyedAt { get; init; }

    /// <summary>Those that are left, by number; the last one is current.</summary>
    public IReadOnlyList<StoredKey> Keys { get; init; } = [];
}

/// <summary>One data key, sealed with a master key.</summary>
internal sealed record StoredKey(int Number, string MasterKey, byte[] Sealed);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(TenantKeyDocument))]
internal sealed partial class TenantKeyJson : JsonSerializerContext;
