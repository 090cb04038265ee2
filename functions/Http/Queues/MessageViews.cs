using System.ComponentModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Functions.Http.Queues;

/// <summary>A message that waits in a queue.</summary>
[DisplayName("QueueMessage")]
internal sealed record MessageView(
    string Id,
    [property: Description("active (due; perhaps at work just now) or scheduled.")] string State,
    [property: Description("How often it has been delivered so far.")] int DeliveryCount,
    [property: Description("When it became due, or will.")] DateTimeOffset EnqueuedAt,
    string? OrderingKey,
    IReadOnlyDictionary<string, string> Properties,
    [property: Description("As it was sent; a text where it is no JSON.")] JsonNode? Body
)
{
    public static MessageView From(PeekedMessage message) =>
        new(
            message.Id,
            message.State == MessageState.Scheduled ? "scheduled" : "active",
            message.DeliveryCount,
            message.EnqueuedAt,
            message.OrderingKey,
            message.Properties,
            Json(message.Body)
        );

    internal static JsonNode? Json(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span);
        }
        catch (JsonException)
        {
            return JsonValue.Create(Encoding.UTF8.GetString(body.Span));
        }
    }
}

/// <summary>A message that was given up.</summary>
[DisplayName("DeadLetter")]
internal sealed record DeadLetterView(
    string Id,
    [property: Description("MaxDeliveryCountExceeded, TTLExpiredException, or what its receiver said.")] string Reason,
    string? Description,
    int DeliveryCount,
    [property: Description("When it became due.")] DateTimeOffset EnqueuedAt,
    [property: Description("When it was given up, where the queue knows; else when it became due.")]
        DateTimeOffset DeadAt,
    string? OrderingKey,
    IReadOnlyDictionary<string, string> Properties,
    [property: Description("As it was sent; a text where it is no JSON.")] JsonNode? Body
)
{
    public static DeadLetterView From(DeadLetter letter) =>
        new(
            letter.Id,
            letter.Reason,
            letter.Description,
            letter.DeliveryCount,
            letter.EnqueuedAt,
            letter.At,
            letter.OrderingKey,
            letter.Properties,
            MessageView.Json(letter.Body)
        );
}
