using System.Text.Json;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Functions.Sync;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Webhooks.Incoming;

namespace IntegrationFunctions.Functions.Queues;

/// <summary>
/// Does what the messages of a webhook ask for. A message is a hint that something changed: all that wait become one synchronisation, which reads
/// the system as it is, so neither their order nor their number matters.
/// </summary>
internal sealed class IncomingWebhookTrigger(
    IncomingWebhooks webhooks,
    WebhookProviders providers,
    IncomingBacklog backlog,
    IncomingInbox inbox,
    IntegrationService integrations,
    SyncStarter starter
) : IQueueTrigger
{
    // Another run may have read past what has changed; the messages wait for its end.
    private static readonly TimeSpan WhileRunning = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WhilePaused = TimeSpan.FromMinutes(1);

    // Taking messages in goes before handling them: a flood is handled at its leisure.
    private static readonly TimeSpan BetweenPages = TimeSpan.FromMilliseconds(250);

    // How far the clocks of two processes may be apart.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(2);

    public string Queue => IncomingInbox.Queue;

    public async Task Handle(ReceivedMessage message, CancellationToken ct)
    {
        var tenant = message.TenantId;
        var nudge =
            JsonSerializer.Deserialize(message.Body.Span, NudgeJson.Default.IncomingNudge)
            ?? throw new JsonException($"The message {message.Id} on {Queue} holds null.");
        if (
            await webhooks.Find(tenant, nudge.WebhookId, ct) is not { } webhook
            || providers.Find(webhook.Provider) is not { } provider
        )
        {
            return;
        }
        if (await integrations.Get(tenant, webhook.IntegrationId, ct) is not { } integration)
        {
            await webhooks.DeleteAll(tenant, webhook.IntegrationId, ct);
            return;
        }
        if (integration.Status != IntegrationStatus.Active)
        {
            await inbox.LookAgain(tenant, webhook.Id, WhilePaused, ct);
            return;
        }
        var page = await backlog.Read(tenant, webhook.Id, provider, ct);
        string? runId = null;
        if (page.LatestNews is { } latest)
        {
            // The same for the same messages: a second delivery finds the first one's run.
            runId = Identifiers.From("run", webhook.Id, page.Cursor);
            var started = await starter.Start(tenant, integration.Id, runId, "webhook", ct);
            if (started.Run.Id != runId && started.Run.StartedAt < latest + Skew)
            {
                await inbox.LookAgain(tenant, webhook.Id, WhileRunning, ct);
                return;
            }
            // Another run that began behind all of them reads what they tell of.
            runId = started.Run.Id;
        }
        await backlog.Settle(tenant, webhook.Id, page, runId, ct);
        if (page.HasMore)
        {
            await inbox.LookAgain(tenant, webhook.Id, BetweenPages, ct);
        }
    }
}
