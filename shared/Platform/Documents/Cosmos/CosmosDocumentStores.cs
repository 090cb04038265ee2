using System.Net;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.Outbox;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>
/// Documents in Cosmos DB: a container a collection group, a logical partition a collection. Numbers are compared as IEEE 754 doubles, and given
/// back to the digit.
/// </summary>
public sealed class CosmosDocumentStores : IDocumentStores
{
    private readonly CosmosOptions _cosmos;
    private readonly DocumentCatalogue _catalogue;
    private readonly DocumentStoreOptions _options;
    private readonly QueueCatalogue _queues;
    private readonly TimeProvider _clock;
    private readonly CosmosContainers _containers;
    private readonly CosmosOutbox _outbox;
    private readonly ChangeSignals _signals = new();

    /// <param name="client">Of the account; stays the caller's.</param>
    /// <param name="cosmos">How it is reached.</param>
    /// <param name="catalogue">The groups that there are containers of.</param>
    /// <param name="options">How long the change feed remembers.</param>
    /// <param name="queue">Takes the messages of batches.</param>
    /// <param name="queues">What is declared of it.</param>
    /// <param name="clock">Dates the documents.</param>
    public CosmosDocumentStores(
        CosmosClient client,
        CosmosOptions cosmos,
        DocumentCatalogue catalogue,
        DocumentStoreOptions options,
        IMessageQueue queue,
        QueueCatalogue queues,
        TimeProvider clock
    )
    {
        (_cosmos, _catalogue, _options, _queues, _clock) = (cosmos, catalogue, options, queues, clock);
        _containers = new(client, cosmos, new CosmosCalls(cosmos, clock), catalogue);
        _outbox = new(_containers, queue, clock);
    }

    /// <summary>Messages that a batch committed and that the queue does not have yet.</summary>
    public IOutbox Outbox => _outbox;

    /// <inheritdoc/>
    public IDocumentStore ForTenant(string tenantId)
    {
        PathRules.CheckSegment(tenantId);
        return new CosmosDocumentStore(_containers, _outbox, _queues, _options, _cosmos, _clock, _signals, tenantId);
    }

    /// <inheritdoc/>
    public async Task<int> KeepHouse(int max, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var removed = 0;
        foreach (var group in _catalogue.Groups)
        {
            removed += max > removed ? await Bury(group.Name, max - removed, ct).ConfigureAwait(false) : 0;
        }
        return removed;
    }

    // Graves go by themselves, by the time to live that they were written with.
    private async Task<int> Bury(string group, int max, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var container = await _containers.Of(group).ConfigureAwait(false);
        var query = new QueryDefinition(
            "SELECT * FROM r WHERE r.kind = 'document' AND NOT IS_DEFINED(r.deleted) AND r.expires <= @n ORDER BY r.expires ASC"
        ).WithParameterStream("@n", CosmosReads.Text(CosmosItem.Text(now)));
        var expired = new List<CosmosItem>();
        await foreach (
            var json in _containers.Query(container, query, null, Math.Min(max, 1000), ct).ConfigureAwait(false)
        )
        {
            expired.Add(CosmosItem.Read(json));
            if (expired.Count == max)
            {
                break;
            }
        }
        var removed = 0;
        foreach (var item in expired)
        {
            var grave = new CosmosWrites(_containers, _options, _clock, item.Tenant).Grave(
                item,
                Guid.NewGuid().ToString("n"),
                now
            );
            using var response = await _containers
                .Calls.Send(
                    "write",
                    () =>
                        container.ReplaceItemStreamAsync(
                            new MemoryStream(grave.ToUtf8()),
                            CosmosItem.IdOf(item.Path.Id),
                            new(item.Partition),
                            new() { IfMatchEtag = item.StoredETag },
                            ct
                        ),
                    ct
                )
                .ConfigureAwait(false);
            // Written again meanwhile, or gone: not ours to remove.
            if (response.IsSuccessStatusCode)
            {
                removed++;
                _signals.Raise(item.Tenant, item.Path.Collection);
            }
            else if (response.StatusCode is not (HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound))
            {
                throw CosmosCalls.Unexpected("write", response.StatusCode);
            }
        }
        return removed;
    }
}
