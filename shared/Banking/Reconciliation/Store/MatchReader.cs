using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Banking.Reconciliation.Store;

/// <summary>Reads matches by their ids, a thousand at a time: no query has to search for them.</summary>
internal sealed class MatchReader(IDocumentStore store)
{
    private const int Page = 1000;

    public async Task<Dictionary<string, LineClaim>> Claims(
        string statementId,
        IEnumerable<string> lineIds,
        CancellationToken ct
    )
    {
        var claims = new Dictionary<string, LineClaim>(StringComparer.Ordinal);
        await foreach (
            var document in Read(lineIds.Select(l => MatchIds.OfLine(statementId, l)), ct).ConfigureAwait(false)
        )
        {
            var claim = document.As(ReconciliationJson.Default.LineClaim);
            claims[claim.LineId] = claim;
        }
        return claims;
    }

    public async Task<List<MatchDocument>> Matches(IEnumerable<string> matchIds, CancellationToken ct)
    {
        var matches = new List<MatchDocument>();
        await foreach (var document in Read(matchIds, ct).ConfigureAwait(false))
        {
            matches.Add(document.As(ReconciliationJson.Default.MatchDocument));
        }
        return matches;
    }

    /// <summary>Keys of invoices that a line of another statement has paid.</summary>
    public async Task<HashSet<string>> MatchedElsewhere(
        string erpIntegrationId,
        string statementId,
        IEnumerable<string> invoiceKeys,
        CancellationToken ct
    )
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var ids = invoiceKeys.Select(k => MatchIds.OfInvoice(erpIntegrationId, k));
        await foreach (var document in Read(ids, ct).ConfigureAwait(false))
        {
            var match = document.As(ReconciliationJson.Default.MatchDocument);
            if (match.StatementId != statementId)
            {
                keys.Add(match.InvoiceKey);
            }
        }
        return keys;
    }

    private async IAsyncEnumerable<Document> Read(
        IEnumerable<string> ids,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        foreach (var chunk in ids.Chunk(Page))
        {
            foreach (var document in await store.GetMany(MatchIds.Matches, chunk, ct).ConfigureAwait(false))
            {
                if (document is not null)
                {
                    yield return document;
                }
            }
        }
    }
}
