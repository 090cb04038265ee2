using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Webhooks.Incoming.Providers;

/// <summary>
/// GoCardless: <c>Webhook-Signature</c>, hexadecimal HMAC-SHA256 of the body under the endpoint's secret; a wrong one is answered 498. A message
/// holds up to 250 events. Source: developer.gocardless.com, "Webhooks".
/// </summary>
public sealed class GoCardlessWebhooks : IWebhookProvider
{
    /// <inheritdoc/>
    public string Name => "gocardless";

    /// <inheritdoc/>
    public int RefusalStatus => 498;

    /// <inheritdoc/>
    public string? Fault(string secret) => WebhookSignatures.FaultOfText(secret);

    /// <inheritdoc/>
    public byte[] Key(string secret) => Encoding.UTF8.GetBytes(secret);

    /// <inheritdoc/>
    public WebhookVerdict Verify(in WebhookDelivery delivery, IReadOnlyList<byte[]> keys, DateTimeOffset now) =>
        WebhookSignatures.HexOfBody(delivery.Header("Webhook-Signature"), delivery.Body.Span, keys);

    /// <inheritdoc/>
    public string Identity(in WebhookDelivery delivery) =>
        WebhookJson.Identity(Events(delivery.Body), delivery.Body.Span);

    /// <inheritdoc/>
    public IReadOnlyList<WebhookEvent> Events(ReadOnlyMemory<byte> body) =>
        WebhookJson.Read(body, root => root.Member("events").Elements().Select(Read).OfType<WebhookEvent>());

    private static WebhookEvent? Read(JsonElement item)
    {
        if (item.Member("id").Text() is not { } id)
        {
            return null;
        }
        var kind = item.Member("resource_type").Text();
        var at = item.Member("created_at").Time();
        // payments: links.payment is what it happened to, and the other links are what that belongs to.
        var subject = kind is null ? null : item.Member("links").Member(kind.TrimEnd('s')).Text();
        return new(id, $"{kind}.{item.Member("action").Text()}", subject, at, at?.UtcTicks);
    }
}
