using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Reconciliation;

/// <summary>A store whose process is killed before a commit of the test's choice.</summary>
internal sealed class BreakingStores(IDocumentStores inner) : IDocumentStores
{
    /// <summary>So many commits go through, then all fail; null: none fails.</summary>
    public int? CommitsLeft { get; set; }

    public int Commits { get; private set; }

    public IDocumentStore ForTenant(string tenantId) => new Store(this, inner.ForTenant(tenantId));

    public Task<int> KeepHouse(int max, CancellationToken ct = default) => inner.KeepHouse(max, ct);

    private sealed class Store(BreakingStores owner, IDocumentStore inner) : ForwardingStore(inner)
    {
        public override Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default)
        {
            if (owner.CommitsLeft is { } left && --owner.CommitsLeft < 0)
            {
                throw new StorageException($"Killed with {left} commits left.");
            }
            owner.Commits++;
            return base.Commit(batch, ct);
        }
    }
}
