using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Webhooks.Incoming.Providers;

/// <summary>
/// Xero: <c>x-xero-signature</c>, base64 HMAC-SHA256 of the body under the webhook key. Its intent-to-receive probe is a message without events
/// that is signed rightly or wrongly, and wants 200 or 401 with an empty body. Source: developer.xero.com, "Webhooks overview".
/// </summary>
public sealed class XeroWebhooks : IWebhookProvider
{
    /// <inheritdoc/>
    public string Name => "xero";

    /// <inheritdoc/>
    public int RefusalStatus => 401;

    /// <inheritdoc/>
    public bool WantsEmptyAnswers => true;

    /// <inheritdoc/>
    public string? Fault(string secret) => WebhookSignatures.FaultOfText(secret);

    /// <inheritdoc/>
    public byte[] Key(string secret) => Encoding.UTF8.GetBytes(secret);

    /// <inheritdoc/>
    public WebhookVerdict Verify(in WebhookDelivery delivery, IReadOnlyList<byte[]> keys, DateTimeOffset now) =>
        WebhookSignatures.Base64OfBody(delivery.Header("x-xero-signature"), delivery.Body.Span, keys);

    /// <inheritdoc/>
    public string Identity(in WebhookDelivery delivery) =>
        WebhookJson.Identity(Events(delivery.Body), delivery.Body.Span);

    /// <inheritdoc/>
    public IReadOnlyList<WebhookEvent> Events(ReadOnlyMemory<byte> body) => WebhookJson.Read(body, Read);

    // The sequence counts the events of the subscription; a message names its first and its last.
    private static IEnumerable<WebhookEvent> Read(JsonElement root)
    {
        var first = root.Member("firstEventSequence").Number();
        var events = root.Member("events").Elements().ToArray();
        var counts =
            first is { } from
            && root.Member("lastEventSequence").Number() is { } last
            && unchecked(last - from) == events.Length - 1;
        for (var i = 0; i < events.Length; i++)
        {
            var item = events[i];
            if (item.Member("resourceId").Text() is not { } resource)
            {
                continue;
            }
            var category = item.Member("eventCategory").Text();
            var type = $"{category}.{item.Member("eventType").Text()}";
            var date = item.Member("eventDateUtc");
            var subject = $"{item.Member("tenantId").Text()}/{category}/{resource}";
            long? sequence = counts ? first + i : null;
            var id = sequence is null ? $"{subject}/{type}/{date.Text()}" : $"{subject}/{type}/{sequence}";
            yield return new(id, type, subject, date.Time(), sequence);
        }
    }
}
