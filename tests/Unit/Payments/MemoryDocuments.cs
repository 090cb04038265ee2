using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Payments;

/// <summary>Documents in memory with the semantics of batches and etags, and a place to kill the process before or after a commit.</summary>
internal sealed class MemoryDocuments(TimeProvider clock) : IDocumentStores
{
    private readonly ConcurrentDictionary<string, Store> _stores = new();

    /// <summary>Asked at every commit; may throw <see cref="KilledException"/> before (false) or after (true) it is durable.</summary>
    public Action<bool> OnCommit { get; set; } = _ => { };

    public List<OutgoingMessage> Messages { get; } = [];

    public IDocumentStore ForTenant(string tenantId) => _stores.GetOrAdd(tenantId, id => new Store(this, clock, id));

    public Task<int> KeepHouse(int max, CancellationToken ct = default) => Task.FromResult(0);

    public IReadOnlyList<Document> All(string tenantId, string collection) =>
        ((Store)ForTenant(tenantId)).Snapshot(collection);

    private sealed class Store(MemoryDocuments owner, TimeProvider clock, string tenantId) : IDocumentStore
    {
        private readonly Dictionary<string, Document> _documents = [];
        private int _etag;

        public string TenantId => tenantId;

        public IReadOnlyList<Document> Snapshot(string collection)
        {
            lock (_documents)
            {
                return [.. _documents.Values.Where(d => d.Path.Collection.Value == collection)];
            }
        }

        public async Task<Document?> Get(DocumentPath path, CancellationToken ct = default)
        {
            await Task.Yield();
            lock (_documents)
            {
                return _documents.GetValueOrDefault(path.Value);
            }
        }

        public async Task<IReadOnlyList<Document?>> GetMany(
            CollectionPath collection,
            IReadOnlyList<string> ids,
            CancellationToken ct = default
        )
        {
            await Task.Yield();
            lock (_documents)
            {
                return [.. ids.Select(id => _documents.GetValueOrDefault(collection.Document(id).Value))];
            }
        }

        public async Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default)
        {
            await Task.Yield();
            if (batch.Count > DocumentBatch.MaxOperations)
            {
                throw new ArgumentException("The batch is over the limit.");
            }
            owner.OnCommit(false);
            CommitResult result;
            lock (_documents)
            {
                result = Write(batch);
            }
            owner.OnCommit(true);
            await Task.Yield();
            return result;
        }

        private CommitResult Write(DocumentBatch batch)
        {
            foreach (var operation in batch.Operations)
            {
                var stored = _documents.GetValueOrDefault(batch.Collection.Document(operation.Id).Value);
                var reason =
                    operation.Verb == DocumentVerb.Create && stored is not null ? ConflictReason.AlreadyExists
                    : operation.IfMatch is not null && stored is null ? ConflictReason.NotFound
                    : operation.IfMatch is not null && stored!.ETag != operation.IfMatch ? ConflictReason.ETagMismatch
                    : (ConflictReason?)null;
                if (reason is { } conflict)
                {
                    return new([], new(operation.Id, conflict));
                }
            }
            List<string?> etags = [];
            foreach (var operation in batch.Operations)
            {
                var path = batch.Collection.Document(operation.Id);
                if (operation.Verb == DocumentVerb.Delete)
                {
                    _documents.Remove(path.Value);
                    etags.Add(null);
                    continue;
                }
                var now = clock.GetUtcNow();
                var created = _documents.GetValueOrDefault(path.Value)?.CreatedAt ?? now;
                var etag = $"e{++_etag}";
                _documents[path.Value] = new(path, operation.Content, etag, created, now);
                etags.Add(etag);
            }
            lock (owner.Messages)
            {
                owner.Messages.AddRange(batch.Messages);
            }
            return new(etags, null);
        }

        public async Task<DocumentPage> Query(DocumentQuery query, CancellationToken ct = default)
        {
            await Task.Yield();
            var matching = Snapshot(query.Collection.Value)
                .Where(d =>
                    query.Filters.All(f =>
                        f.Compare == Compare.Equal && Field(d, f.Field) == f.Value!.GetValue<string>()
                    )
                )
                .ToList();
            return new(matching, null);
        }

        private static string? Field(Document document, string field) =>
            JsonNode.Parse(document.Content.Span)![field]?.GetValue<string>();

        public async Task<IReadOnlyList<double?>> Aggregate(
            DocumentQuery query,
            IReadOnlyList<DocumentAggregate> aggregates,
            CancellationToken ct = default
        ) => [(await Query(query, ct)).Documents.Count];

        public string CursorOf(DocumentQuery query, Document document) => throw new NotSupportedException();

        public Task<IReadOnlyList<CollectionPath>> Collections(CancellationToken ct = default) =>
            throw new NotSupportedException();

        public Task WaitForChange(CollectionPath collection, string? cursor, CancellationToken ct = default) =>
            throw new NotSupportedException();

        public Task<ChangePage> ReadChanges(
            CollectionPath collection,
            string? cursor,
            int limit,
            CancellationToken ct = default
        ) => throw new NotSupportedException();
    }
}
