using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity.Audit;

/// <summary>The log as documents of each tenant: an entry each, by the id of its event, and the chain's head.</summary>
internal sealed class StoredAuditLog(IDocumentStores stores, AuditKeys keys, AuditAnchors anchors, TimeProvider clock)
    : IAuditLog
{
    /// <summary>The documents' group.</summary>
    public static readonly DocumentGroup Group = new DocumentGroup(AuditChain.Group)
        .Index("sequence")
        .Index("at")
        .Index("actorId", "at")
        .Index("subjectId", "at")
        .Index("action", "at");

    private readonly ConcurrentDictionary<string, AuditChain> _chains = new(StringComparer.Ordinal);

    public Task<bool> Append(string tenantId, AuditEvent happened, CancellationToken ct = default)
    {
        if (!Platform.IdRules.IsId(happened.Id) || happened.Id == AuditChain.HeadPath.Id)
        {
            throw new ArgumentException($"'{happened.Id}' can't be the id of an event.");
        }
        return _chains
            .GetOrAdd(tenantId, tenant => new(tenant, stores.ForTenant(tenant), keys, clock))
            .Append(happened)
            .WaitAsync(ct);
    }

    public async Task<AuditPage> List(
        string tenantId,
        AuditFilter filter,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var store = stores.ForTenant(tenantId);
        var query = Query(filter, descending: true).Limit(Math.Max(limit, 50));
        var entries = new List<AuditEntry>();
        while (true)
        {
            var page = await store.Query(query.StartAfter(cursor), ct).ConfigureAwait(false);
            foreach (var document in page.Documents)
            {
                var entry = document.As(AuditJson.Default.AuditEntry);
                if (!filter.Matches(entry))
                {
                    continue;
                }
                if (entries.Count == limit)
                {
                    return new(entries, cursor);
                }
                entries.Add(entry);
                cursor = store.CursorOf(query, document);
            }
            if (page.Next is null)
            {
                return new(entries, null);
            }
            if (entries.Count < limit)
            {
                cursor = page.Next;
            }
            else
            {
                // Full, and there may be more behind it.
                return new(entries, cursor);
            }
        }
    }

    public async IAsyncEnumerable<AuditEntry> Read(
        string tenantId,
        AuditFilter filter,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        var query = Query(filter, descending: false).Limit(500);
        await foreach (var document in stores.ForTenant(tenantId).QueryAll(query, ct).ConfigureAwait(false))
        {
            var entry = document.As(AuditJson.Default.AuditEntry);
            if (filter.Matches(entry))
            {
                yield return entry;
            }
        }
    }

    public async Task Anchor(CancellationToken ct = default)
    {
        foreach (var tenant in _chains.Keys)
        {
            await anchors.Write(tenant, ct).ConfigureAwait(false);
        }
    }

    // One field is searched by the store, the one that leaves least; the rest is looked at here. The head has no time, and is in no answer.
    private static DocumentQuery Query(AuditFilter filter, bool descending)
    {
        var query = new DocumentQuery(AuditChain.Group).Where(
            "at",
            Compare.GreaterOrEqual,
            AuditChain.Text(filter.From ?? DateTimeOffset.MinValue)
        );
        query = filter.To is { } to ? query.Where("at", Compare.Less, AuditChain.Text(to)) : query;
        query =
            filter.SubjectId is { } subject ? query.Where("subjectId", subject)
            : filter.ActorId is { } actor ? query.Where("actorId", actor)
            : filter.Action is { } action && !action.EndsWith('.') ? query.Where("action", action)
            : query;
        return query.OrderBy("at", descending);
    }
}
