using System.Text.Json;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>Body of a message on <see cref="Queue"/>: what there is to do for an endpoint. Doing it twice does nothing more.</summary>
/// <param name="EndpointId">Whose.</param>
/// <param name="Subject">Deliver what waits of this subject.</param>
/// <param name="ReplayId">Go on with this replay.</param>
/// <param name="Wake">Deliver what waits of every subject.</param>
public sealed record WebhookWork(string EndpointId, string? Subject = null, string? ReplayId = null, bool Wake = false)
{
    /// <summary>The queue that says which endpoint has something to do. Without any of the others: read the feed.</summary>
    public const string Queue = "outgoing-webhooks";

    /// <summary>The work in a message.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static WebhookWork Read(ReceivedMessage message) =>
        JsonSerializer.Deserialize(message.Body.Span, OutgoingJson.Default.WebhookWork)
        ?? throw new JsonException($"The message {message.Id} on {Queue} holds null.");

    /// <summary>As a message; the same id is the same work, and sent once.</summary>
    internal OutgoingMessage Message(string tenantId, string id, DateTimeOffset? notBefore = null) =>
        new(Queue, id, tenantId, JsonSerializer.SerializeToUtf8Bytes(this, OutgoingJson.Default.WebhookWork))
        {
            NotBefore = notBefore,
        };
}
