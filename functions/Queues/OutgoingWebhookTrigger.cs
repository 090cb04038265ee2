using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Webhooks.Outgoing;

namespace IntegrationFunctions.Functions.Queues;

/// <summary>Does what there is to do for a webhook endpoint: read the feed, deliver what waits, go on with a replay.</summary>
internal sealed class OutgoingWebhookTrigger(WebhookEndpoints endpoints, EventReader reader, EventDelivery delivery)
    : IQueueTrigger
{
    public string Queue => WebhookWork.Queue;

    // Most of the time of a delivery is the receiver's.
    public int AtOnce => 32;

    public async Task Handle(ReceivedMessage message, CancellationToken ct)
    {
        var tenant = message.TenantId;
        var work = WebhookWork.Read(message);
        if (await endpoints.Find(tenant, work.EndpointId, ct) is not { } endpoint)
        {
            return;
        }
        if (work.Subject is { } subject)
        {
            await delivery.Run(tenant, endpoint, subject, ct);
        }
        else if (work.ReplayId is { } replay)
        {
            await reader.Replay(tenant, endpoint, replay, ct);
        }
        else if (work.Wake)
        {
            await reader.Wake(tenant, endpoint, ct);
        }
        else
        {
            await reader.Read(tenant, endpoint, ct);
        }
    }
}
