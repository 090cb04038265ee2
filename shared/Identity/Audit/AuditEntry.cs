using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Platform;

namespace IntegrationFunctions.Identity.Audit;

/// <summary>
/// One line of a tenant's audit log. Each holds the hash of the one before it, so that none can be changed, taken out or put in without breaking
/// the chain.
/// </summary>
/// <param name="Id">Of the event.</param>
/// <param name="Tenant">Whose log it is in.</param>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="At">When it was written down; later than the one before. UTC, with seven decimals, so that it sorts as text.</param>
/// <param name="Action">What was done.</param>
/// <param name="SubjectType">To what kind of thing.</param>
/// <param name="SubjectId">To which.</param>
/// <param name="ActorType">user, system or anonymous.</param>
/// <param name="ActorId">Who.</param>
/// <param name="KeyId">With which key.</param>
/// <param name="Address">From where.</param>
/// <param name="UserAgent">By which program.</param>
/// <param name="CorrelationId">As in logs and traces.</param>
/// <param name="OccurredAt">When it was done, where that was before it was written down.</param>
/// <param name="Before">The thing before, JSON as text: hashed to the digit.</param>
/// <param name="After">The thing afterwards.</param>
/// <param name="Detail">What else is to be known.</param>
/// <param name="PreviousHash">Of the entry before, or zeros.</param>
/// <param name="Hash">SHA-256 of the canonical JSON (RFC 8785) of all the other fields, lower-case hexadecimal.</param>
/// <param name="SchemaVersion">Version of this document's shape.</param>
public sealed record AuditEntry(
    string Id,
    string Tenant,
    long Sequence,
    string At,
    string Action,
    string SubjectType,
    string SubjectId,
    string ActorType,
    string ActorId,
    string? KeyId,
    string? Address,
    string? UserAgent,
    string? CorrelationId,
    string? OccurredAt,
    string? Before,
    string? After,
    string? Detail,
    string PreviousHash,
    string Hash,
    int SchemaVersion = 1
)
{
    /// <summary>What the first entry holds for the one before.</summary>
    public const string NoHash = "0000000000000000000000000000000000000000000000000000000000000000";

    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>The entry with the hash that belongs to it.</summary>
    internal AuditEntry Sealed() => this with { Hash = ComputeHash() };

    /// <summary>What <see cref="Hash"/> must be.</summary>
    internal string ComputeHash()
    {
        // As it stands in the store but for the hash itself, which is empty.
        var bytes = JsonSerializer.SerializeToUtf8Bytes(this with { Hash = "" }, AuditJson.Default.AuditEntry);
        return Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Of(bytes)));
    }
}

/// <summary>The end of a tenant's chain, signed: who takes entries off the end, or writes the chain anew, can't sign for it.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="LastSequence">Of the last entry.</param>
/// <param name="LastHash">Of the last entry.</param>
/// <param name="LastAt">Of the last entry.</param>
/// <param name="KeyId">The key that it is signed with.</param>
/// <param name="Signature">HMAC-SHA-256 of the canonical JSON of the other fields, base64.</param>
/// <param name="SchemaVersion">Version of this document's shape.</param>
public sealed record AuditHead(
    string Tenant,
    long LastSequence,
    string LastHash,
    string LastAt,
    string KeyId,
    string Signature,
    int SchemaVersion = 1
)
{
    /// <summary>The head, signed.</summary>
    internal AuditHead Sign(ReadOnlySpan<byte> key) =>
        this with
        {
            Signature = Convert.ToBase64String(HMACSHA256.HashData(key, Signed())),
        };

    /// <summary>Whether the signature is the key's.</summary>
    internal bool IsSignedWith(ReadOnlySpan<byte> key)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(Signature, given, out var length)
            && length == given.Length
            && CryptographicOperations.FixedTimeEquals(given, HMACSHA256.HashData(key, Signed()));
    }

    private byte[] Signed() =>
        CanonicalJson.Of(
            JsonSerializer.SerializeToUtf8Bytes(this with { Signature = "" }, AuditJson.Default.AuditHead)
        );
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditHead))]
internal sealed partial class AuditJson : JsonSerializerContext;
