using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Sync;

/// <summary>Dies at the n-th commit, just before it is written or just after.</summary>
internal sealed class KillingStore(IDocumentStore store, int at, bool after) : ForwardingStore(store)
{
    public int Commits { get; private set; }

    public override async Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default)
    {
        var dies = ++Commits == at;
        if (dies && !after)
        {
            throw new KilledException();
        }
        var result = await base.Commit(batch, ct);
        return dies ? throw new KilledException() : result;
    }
}
