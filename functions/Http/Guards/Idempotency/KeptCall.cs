using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Functions.Http.Guards.Idempotency;

/// <summary>
/// A call that came with an Idempotency-Key, and its answer once there is one. All that tells of its contents is sealed with the tenant's key: an
/// answer may hold a new API key, and a fingerprint could be guessed from.
/// </summary>
/// <param name="Fingerprint">SHA-256 of method, path, query and body, base64.</param>
/// <param name="LockedUntil">Until then whoever began it is at work; null: it is done.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="Headers">Of the answer, those that belong to its contents.</param>
/// <param name="Body">Of the answer, base64.</param>
/// <param name="Holder">The process that is at work.</param>
/// <param name="SchemaVersion">Version of this document's shape.</param>
internal sealed record KeptCall(
    string Fingerprint,
    DateTimeOffset? LockedUntil,
    int? Status = null,
    IReadOnlyDictionary<string, string>? Headers = null,
    string? Body = null,
    string? Holder = null,
    int SchemaVersion = 1
);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeptCall))]
internal sealed partial class KeptCallJson : JsonSerializerContext;
