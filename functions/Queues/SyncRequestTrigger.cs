using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Functions.Sync;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Functions.Queues;

/// <summary>Starts the synchronisation that a message asks for. The run's id is in the message, so a second delivery finds the first one's run.</summary>
internal sealed class SyncRequestTrigger(IntegrationService integrations, SyncStarter starter) : IQueueTrigger
{
    public string Queue => SyncRequest.Queue;

    public async Task Handle(ReceivedMessage message, CancellationToken ct)
    {
        var request =
            JsonSerializer.Deserialize(message.Body.Span, SyncRequestJson.Default.SyncRequest)
            ?? throw new JsonException("The message is null.");
        var integration = await integrations.Get(message.TenantId, request.IntegrationId, ct);
        if (integration is { Status: IntegrationStatus.Active })
        {
            await starter.Start(message.TenantId, request.IntegrationId, request.RunId, request.Trigger, ct);
        }
    }
}

/// <summary>Body of a message in <c>sync-requests</c>.</summary>
internal sealed record SyncRequest(string IntegrationId, string RunId, string Trigger)
{
    public const string Queue = "sync-requests";
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SyncRequest))]
internal sealed partial class SyncRequestJson : JsonSerializerContext;
