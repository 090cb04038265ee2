using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>JSON of the documents and messages of payments: camelCase, decimals as strings, dates as ISO 8601.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(DecimalAsStringConverter)]
)]
[JsonSerializable(typeof(Payment))]
[JsonSerializable(typeof(PaymentClaim))]
[JsonSerializable(typeof(StoredPaymentMessage))]
[JsonSerializable(typeof(PaymentChanged))]
[JsonSerializable(typeof(PaymentProof))]
[JsonSerializable(typeof(ProposalRequest))]
public sealed partial class PaymentJson : JsonSerializerContext;

/// <summary>Message on the queue <see cref="Queue"/>: a person changed a payment, so its workflow must look again.</summary>
public sealed record PaymentChanged(string TenantId, string PaymentId)
{
    /// <summary>Name of the queue.</summary>
    public const string Queue = "payment-changes";
}

/// <summary>
/// The message to the bank: document <c>payments/{id}/messages/{contentHash}</c>, written once, so that every repeat sends the same bytes.
/// </summary>
/// <param name="ContentHash">The content that it says.</param>
/// <param name="Sha256">Of the bytes, lower-case hexadecimal.</param>
/// <param name="Bytes">pain.001.001.09, UTF-8.</param>
/// <param name="Findings">What the standard has against it; empty: it is valid.</param>
/// <param name="WrittenAt">When.</param>
public sealed record StoredPaymentMessage(
    string ContentHash,
    string Sha256,
    byte[] Bytes,
    IReadOnlyList<MessageFinding> Findings,
    DateTimeOffset WrittenAt
);
