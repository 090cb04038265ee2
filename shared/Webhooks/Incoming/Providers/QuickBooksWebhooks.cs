using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Webhooks.Incoming.Providers;

/// <summary>
/// QuickBooks Online: <c>intuit-signature</c>, base64 HMAC-SHA256 of the body under the verifier token. Bodies come in the older form
/// (<c>eventNotifications</c>) or as a batch of CloudEvents 1.0. Source: developer.intuit.com, "Webhooks".
/// </summary>
public sealed class QuickBooksWebhooks : IWebhookProvider
{
    /// <inheritdoc/>
    public string Name => "quickbooks";

    /// <inheritdoc/>
    public int RefusalStatus => 401;

    /// <inheritdoc/>
    public string? Fault(string secret) => WebhookSignatures.FaultOfText(secret);

    /// <inheritdoc/>
    public byte[] Key(string secret) => Encoding.UTF8.GetBytes(secret);

    /// <inheritdoc/>
    public WebhookVerdict Verify(in WebhookDelivery delivery, IReadOnlyList<byte[]> keys, DateTimeOffset now) =>
        WebhookSignatures.Base64OfBody(delivery.Header("intuit-signature"), delivery.Body.Span, keys);

    /// <inheritdoc/>
    public string Identity(in WebhookDelivery delivery) =>
        WebhookJson.Identity(Events(delivery.Body), delivery.Body.Span);

    /// <inheritdoc/>
    public IReadOnlyList<WebhookEvent> Events(ReadOnlyMemory<byte> body) =>
        WebhookJson.Read(
            body,
            root =>
                root.ValueKind == JsonValueKind.Array
                    ? CloudEvents(root)
                    : root.Member("eventNotifications").Elements().SelectMany(Notification)
        );

    // Events have no ids in this form: what changed, how and when is one.
    private static IEnumerable<WebhookEvent> Notification(JsonElement notification)
    {
        var realm = notification.Member("realmId").Text();
        foreach (var entity in notification.Member("dataChangeEvent").Member("entities").Elements())
        {
            if (entity.Member("name").Text() is not { } name || entity.Member("id").Text() is not { } id)
            {
                continue;
            }
            var type = $"{name}.{entity.Member("operation").Text()}";
            var updated = entity.Member("lastUpdated");
            var at = updated.Time();
            var subject = $"{realm}/{name}/{id}";
            yield return new($"{subject}/{type}/{updated.Text()}", type, subject, at, at?.UtcTicks);
        }
    }

    private static IEnumerable<WebhookEvent> CloudEvents(JsonElement batch)
    {
        foreach (var item in batch.EnumerateArray())
        {
            if (item.Member("id").Text() is not { } id || item.Member("type").Text() is not { } type)
            {
                continue;
            }
            var at = item.Member("time").Time();
            var entity = item.Member("intuitentityid").Text();
            // qbo.customer.updated.v1: the entity's kind stands in the type.
            var kind = type.Split('.') is [_, var second, ..] ? second : type;
            var subject = entity is null ? null : $"{item.Member("intuitaccountid").Text()}/{kind}/{entity}";
            yield return new(id, type, subject, at, at?.UtcTicks);
        }
    }
}
