using System.Globalization;
using System.Text;
using System.Text.Json;
using IntegrationFunctions.Functions.Host.CustomHandler;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Functions.Queues;

/// <summary>
/// A message as the Functions host delivers it. Service Bus has properties besides the body, and <c>tenant</c> is one of them; a storage queue has
/// none, so a message there is <c>{"tenant":"...","body":{...}}</c>. Which it is shows in what comes with it.
/// </summary>
internal static class HostMessage
{
    /// <summary>Name of the property that says whose message it is.</summary>
    public const string Tenant = MessageProperties.Tenant;

    /// <summary>Reads the call's message.</summary>
    /// <exception cref="EnvelopeException">It doesn't say whose it is, or has no id.</exception>
    public static ReceivedMessage Read(string queue, Invocation call)
    {
        var text = call.Text("message");
        return call.MetadataText("DequeueCount") is { } dequeued
            ? FromStorage(queue, call, text, dequeued)
            : FromServiceBus(queue, call, text);
    }

    private static ReceivedMessage FromServiceBus(string queue, Invocation call, string text)
    {
        var id = call.MetadataText("MessageId") ?? throw Missing(queue, "Metadata.MessageId");
        // The second name is the one of older extensions.
        var properties = call.Metadata("ApplicationProperties") ?? call.Metadata("UserProperties");
        var tenant =
            Property(properties, Tenant)
            ?? throw Missing(queue, $"the application property '{Tenant}', on message {id}");
        // The broker's id has the tenant in it; ours goes along.
        id = Property(properties, MessageProperties.Id) ?? id;
        return Message(queue, id, tenant, text, call.MetadataText("DeliveryCount"), call.MetadataText("LockToken"));
    }

    private static ReceivedMessage FromStorage(string queue, Invocation call, string text, string dequeued)
    {
        var id = call.MetadataText("Id") ?? throw Missing(queue, "Metadata.Id");
        try
        {
            using var wrapper = JsonDocument.Parse(text);
            var tenant = Property(wrapper.RootElement, Tenant) ?? throw Missing(queue, $"{Tenant}, on message {id}");
            if (!wrapper.RootElement.TryGetProperty("body", out var body))
            {
                throw Missing(queue, $"body, on message {id}");
            }
            return Message(queue, id, tenant, body.GetRawText(), dequeued, call.MetadataText("PopReceipt"));
        }
        catch (JsonException e)
        {
            throw new EnvelopeException(
                $"The message {id} of the storage queue {queue} is not JSON ({e.Message}); it must be {{\"tenant\":\"...\",\"body\":{{...}}}}.",
                e
            );
        }
    }

    // The host holds the lock, and settles by the answer.
    private static ReceivedMessage Message(
        string queue,
        string id,
        string tenant,
        string text,
        string? deliveries,
        string? token
    ) =>
        new(
            queue,
            id,
            tenant,
            Encoding.UTF8.GetBytes(text),
            int.TryParse(deliveries, CultureInfo.InvariantCulture, out var count) ? count : 1,
            token ?? "",
            DateTimeOffset.MaxValue
        );

    private static string? Property(JsonElement? properties, string name) =>
        properties is { ValueKind: JsonValueKind.Object } given
        && given.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static EnvelopeException Missing(string queue, string what) =>
        new($"A message of the queue {queue} came without {what}; whoever sends it must set it.");
}
