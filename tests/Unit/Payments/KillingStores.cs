using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Payments;

/// <summary>Real documents, and a place to kill the process before or after a commit.</summary>
internal sealed class KillingStores(IDocumentStores inner) : IDocumentStores
{
    private readonly List<OutgoingMessage> _messages = [];

    /// <summary>Asked at every commit; may throw <see cref="KilledException"/> before (false) or after (true) it is durable.</summary>
    public Action<bool> OnCommit { get; set; } = _ => { };

    /// <summary>What committed batches have sent.</summary>
    public IReadOnlyList<OutgoingMessage> Messages
    {
        get
        {
            lock (_messages)
            {
                return [.. _messages];
            }
        }
    }

    public IDocumentStore ForTenant(string tenantId) => new Store(this, inner.ForTenant(tenantId));

    public Task<int> KeepHouse(int max, CancellationToken ct = default) => inner.KeepHouse(max, ct);

    public IReadOnlyList<Document> All(string tenantId, string collection) =>
        [.. inner.ForTenant(tenantId).QueryAll(new(collection)).ToBlockingEnumerable()];

    private sealed class Store(KillingStores owner, IDocumentStore inner) : ForwardingStore(inner)
    {
        public override async Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default)
        {
            owner.OnCommit(false);
            var result = await base.Commit(batch, ct);
            if (result.Conflict is null)
            {
                lock (owner._messages)
                {
                    owner._messages.AddRange(batch.Messages);
                }
            }
            owner.OnCommit(true);
            return result;
        }
    }
}
