using System.Text.Json;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Audit;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Webhooks.Outgoing;

namespace IntegrationFunctions.Functions.Queues;

/// <summary>
/// Something changed: it is added to the tenant's feed, and to its audit log with what was before and after, and its webhooks are asked to read.
/// </summary>
internal sealed class ChangesTrigger(IEventFeed feed, IAuditLog audit, EventReader webhooks) : IQueueTrigger
{
    public string Queue => PublishedChanges.Queue;

    public async Task Handle(ReceivedMessage message, CancellationToken ct)
    {
        var changes =
            JsonSerializer.Deserialize(message.Body.Span, PublishedChangesJson.Default.PublishedChanges)
            ?? throw new JsonException($"The message {message.Id} on {Queue} holds null.");
        foreach (var group in changes.Changes.GroupBy(change => TenantOf(message.TenantId, change)))
        {
            if (group.Key is not { } tenantId)
            {
                continue;
            }
            var told = await feed.Append(tenantId, message.Id, changes with { Changes = [.. group] }, ct);
            foreach (var one in told)
            {
                await audit.Append(tenantId, Entry(one), ct);
            }
            await webhooks.Tell(tenantId, told[^1], ct);
        }
    }

    // What belongs to a tenant and is kept with the platform, to be found before the tenant is known: keys, applications.
    private static string? TenantOf(string tenantId, PublishedChange change)
    {
        if (tenantId != Tenant.System)
        {
            return tenantId;
        }
        var document = change.After ?? change.Before;
        return document is { } json && json.TryGetProperty("tenantId", out var owner) ? owner.GetString() : null;
    }

    private static AuditEvent Entry(PlatformEvent one)
    {
        var parts = one.Subject.Split('/');
        return new(Identifiers.From("aud", one.Id), one.Type, parts[^2], parts[^1], AuditActor.From(one.Origin))
        {
            Before = one.Previous,
            After = one.Object,
            OccurredAt = one.At,
            Detail = one.Omitted ? "Too large to be kept here." : null,
        };
    }
}
