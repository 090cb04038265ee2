using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Platform.Http;

namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>
/// Posts one event to one endpoint, once: a CloudEvent in JSON ("HTTP Protocol Binding for CloudEvents", structured mode), signed as Standard
/// Webhooks says. Where it may go is the egress policy's affair, at every connection.
/// </summary>
public sealed class WebhookSender(IOutgoingHttp http, TimeProvider clock)
{
    /// <summary>How long an endpoint may take to answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private const int AnswerBytes = 1024;
    private const string Agent = "IntegrationFunctions-Webhooks/1.0";

    /// <summary>An attempt, and what it leaves to be decided.</summary>
    /// <param name="Attempt">How it went.</param>
    /// <param name="RetryAfter">What the endpoint, or its circuit, asks for.</param>
    /// <param name="WasMade">False where the circuit to the host was open: nothing was sent, and it is no attempt.</param>
    internal sealed record Sent(DeliveryAttempt Attempt, TimeSpan? RetryAfter, bool WasMade = true);

    internal async Task<Sent> Send(
        string tenantId,
        WebhookEndpoint endpoint,
        WebhookDelivery delivery,
        PlatformEvent one,
        CancellationToken ct
    )
    {
        var at = clock.GetUtcNow();
        var began = clock.GetTimestamp();
        var address = new Uri(endpoint.Url);
        var purpose = new OutgoingPurpose(tenantId, endpoint.Id)
        {
            LeavesSandbox = true,
            Timeout = Timeout,
            CorrelationId = one.Origin.CorrelationId,
        };
        using var request = Request(address, endpoint, Body(tenantId, delivery, one), one.Id, at);
        try
        {
            using var response = await http.For(purpose).SendAsync(request, ct).ConfigureAwait(false);
            var answer = await Start(response, ct).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            return new(
                new(at, Elapsed(began), status, null, null, answer.Length == 0 ? null : answer),
                RetryAfter(response)
            );
        }
        catch (Exception e) when (HttpFailure.Is(e, ct))
        {
            var error = HttpFailure.ToError(e, address);
            return new(
                new(at, Elapsed(began), null, error.Code, error.Message, null),
                error.RetryAfter,
                WasMade: error.Code != "circuit-open"
            );
        }
    }

    /// <summary>What is posted: the event, with the number of the one before it that the endpoint was to get.</summary>
    internal static byte[] Body(string tenantId, WebhookDelivery delivery, PlatformEvent one) =>
        JsonSerializer.SerializeToUtf8Bytes(
            CloudEvent.From(one, tenantId) with
            {
                Previoussequence = delivery.PreviousSequence,
            },
            CloudEventJson.Default.CloudEvent
        );

    private static HttpRequestMessage Request(
        Uri address,
        WebhookEndpoint endpoint,
        byte[] body,
        string id,
        DateTimeOffset at
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new TrackedContent(body, "application/cloudevents+json; charset=utf-8"),
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(
            "webhook-signature",
            StandardWebhooksSignature.Sign(endpoint.SigningWith(at), id, at, body)
        );
        request.Headers.Add("User-Agent", Agent);
        return request;
    }

    private long Elapsed(long began) => (long)clock.GetElapsedTime(began).TotalMilliseconds;

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
        && response.Headers.RetryAfter is { } after
            ? after.Delta ?? after.Date - clock.GetUtcNow()
            : null;

    private static async Task<string> Start(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        var buffer = new byte[AnswerBytes];
        var read = await stream
            .ReadAtLeastAsync(buffer, AnswerBytes, throwOnEndOfStream: false, ct)
            .ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
