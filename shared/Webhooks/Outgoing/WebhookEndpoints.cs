using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>
/// The addresses of customers that are told of events. One verb, one file. Errors: <c>webhook-endpoint-not-found</c>,
/// <c>webhook-endpoint-limit</c>, <c>version-mismatch</c> (Permanent), <c>validation-failed</c> (Validation, with a pointer).
/// </summary>
public sealed partial class WebhookEndpoints(
    IDocumentStores stores,
    IEventFeed feed,
    EndpointRules rules,
    TimeProvider clock
)
{
    internal const string Group = "webhookEndpoints";

    /// <summary>How many endpoints a space has.</summary>
    public const int Most = 50;

    /// <summary>The endpoint, or null.</summary>
    public async Task<WebhookEndpoint?> Find(string tenantId, string id, CancellationToken ct = default) =>
        (await Read(tenantId, id, ct).ConfigureAwait(false)).Endpoint;

    /// <summary>A page, oldest first; 1 to 1,000.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    public async Task<WebhookEndpointPage> List(
        string tenantId,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var query = new DocumentQuery(Group).OrderBy("createdAt").Limit(limit).StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new([.. page.Documents.Select(d => d.As(OutgoingJson.Default.WebhookEndpoint))], page.Next);
    }

    /// <summary>Takes an endpoint away. What still waits for it is not sent; its deliveries stay for their 30 days.</summary>
    public async Task<IntegrationError?> Delete(string tenantId, string id, CancellationToken ct = default)
    {
        if (await Find(tenantId, id, ct).ConfigureAwait(false) is null)
        {
            return NotFound(id);
        }
        var store = stores.ForTenant(tenantId);
        await store.Delete($"{Group}/{id}", ct: ct).ConfigureAwait(false);
        // The deliveries go by themselves, and where it stood would stay for ever.
        await store.Delete(DeliveriesOf(id).Document(EventReader.Position), ct: ct).ConfigureAwait(false);
        return null;
    }

    internal static CollectionPath DeliveriesOf(string endpointId) => new($"{Group}/{endpointId}/{DeliveryLog.Group}");

    internal static IntegrationError NotFound(string id) =>
        new(ErrorKind.Permanent, "webhook-endpoint-not-found", $"There is no webhook endpoint '{id}'.");

    private async Task<(WebhookEndpoint? Endpoint, string? ETag)> Read(string tenantId, string id, CancellationToken ct)
    {
        if (!IdRules.IsId(id))
        {
            return (null, null);
        }
        var document = await stores.ForTenant(tenantId).Get($"{Group}/{id}", ct).ConfigureAwait(false);
        return (document?.As(OutgoingJson.Default.WebhookEndpoint), document?.ETag);
    }

    /// <summary>Writes a change of what is stored; null where there is no such endpoint, or the change is null.</summary>
    private async Task<WebhookEndpoint?> Rewrite(
        string tenantId,
        string id,
        Func<WebhookEndpoint, WebhookEndpoint?> change,
        CancellationToken ct
    )
    {
        while (true)
        {
            var (endpoint, etag) = await Read(tenantId, id, ct).ConfigureAwait(false);
            if (endpoint is null || change(endpoint) is not { } changed)
            {
                return null;
            }
            var batch = new DocumentBatch(Group).Set(id, changed, OutgoingJson.Default.WebhookEndpoint, etag);
            if (changed.Enabled && !endpoint.Enabled)
            {
                // What happened meanwhile, and what waits from before.
                batch
                    .Send(new WebhookWork(id).Message(tenantId, Identifiers.New("msg", clock)))
                    .Send(new WebhookWork(id, Wake: true).Message(tenantId, Identifiers.New("msg", clock)));
            }
            if ((await stores.ForTenant(tenantId).Commit(batch, ct).ConfigureAwait(false)).Conflict is null)
            {
                return changed;
            }
        }
    }
}
