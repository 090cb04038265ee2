using System.Security.Cryptography;
using System.Text.Json;

namespace IntegrationFunctions.Webhooks.Incoming.Providers;

/// <summary>
/// Whoever follows the Standard Webhooks specification, version 1: <c>webhook-id</c>, <c>webhook-timestamp</c> and <c>webhook-signature</c>.
/// </summary>
public sealed class StandardWebhooks : IWebhookProvider
{
    private const int LongestId = 256;

    /// <inheritdoc/>
    public string Name => "standard";

    /// <inheritdoc/>
    public int RefusalStatus => 401;

    /// <inheritdoc/>
    public string? Fault(string secret)
    {
        try
        {
            // Standard Webhooks, "Signature scheme": 24 to 64 bytes.
            return StandardWebhooksSignature.Key(secret).Length is >= 24 and <= 64
                ? null
                : "A secret is 'whsec_' and the base64 of 24 to 64 bytes.";
        }
        catch (FormatException)
        {
            return "A secret is 'whsec_' and the base64 of 24 to 64 bytes.";
        }
    }

    /// <inheritdoc/>
    public byte[] Key(string secret) => StandardWebhooksSignature.Key(secret);

    /// <inheritdoc/>
    public WebhookVerdict Verify(in WebhookDelivery delivery, IReadOnlyList<byte[]> keys, DateTimeOffset now)
    {
        if (
            delivery.Header("webhook-id") is not { Length: > 0 } id
            || delivery.Header("webhook-timestamp") is not { Length: > 0 } timestamp
            || delivery.Header("webhook-signature") is not { Length: > 0 } signatures
        )
        {
            return WebhookVerdict.SignatureMissing;
        }
        if (
            id.Length > LongestId
            || StandardWebhooksSignature.IsRecent(timestamp, now) is not { } recent
            || !signatures.Contains("v1,", StringComparison.Ordinal)
        )
        {
            return WebhookVerdict.SignatureMalformed;
        }
        if (!StandardWebhooksSignature.Matches(keys, id, timestamp, signatures, delivery.Body.Span))
        {
            return WebhookVerdict.SignatureWrong;
        }
        return recent ? WebhookVerdict.Accepted : WebhookVerdict.TimestampOutOfTolerance;
    }

    /// <inheritdoc/>
    public string Identity(in WebhookDelivery delivery) => delivery.Header("webhook-id")!;

    /// <inheritdoc/>
    public IReadOnlyList<WebhookEvent> Events(ReadOnlyMemory<byte> body) =>
        WebhookJson.Read(
            body,
            root =>
            {
                var at = root.Member("timestamp").Time();
                var id = Convert.ToHexStringLower(SHA256.HashData(body.Span));
                var subject = root.Member("data").Member("id").Text();
                // The form of the body is recommended, not demanded: any JSON says that something happened.
                return [new(id, root.Member("type").Text() ?? "message", subject, at, at?.UtcTicks)];
            }
        );
}
