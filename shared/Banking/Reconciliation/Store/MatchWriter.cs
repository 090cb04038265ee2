using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Banking.Reconciliation.Store;

/// <summary>
/// Stores matches, each side exclusive: the batch creates the line's claim and the invoices' matches, and creating what is there fails. A
/// group (one line, its invoices) is never parted, so that no kill leaves half a collective payment.
/// </summary>
internal sealed class MatchWriter(IDocumentStore store, TimeProvider clock)
{
    /// <summary>Stores what is not stored yet. Returns the lines whose match another one has forestalled.</summary>
    public async Task<IReadOnlyList<LineMatch>> Write(
        string reconciliationId,
        string erpIntegrationId,
        IEnumerable<LineMatch> matches,
        CancellationToken ct
    )
    {
        var lost = new List<LineMatch>();
        var group = new List<LineMatch>();
        var operations = 0;
        foreach (var match in matches)
        {
            var size = match.InvoiceKeys.Count + 1;
            if (operations + size > DocumentBatch.MaxOperations)
            {
                await Commit(reconciliationId, erpIntegrationId, group, lost, ct).ConfigureAwait(false);
                group.Clear();
                operations = 0;
            }
            group.Add(match);
            operations += size;
        }
        await Commit(reconciliationId, erpIntegrationId, group, lost, ct).ConfigureAwait(false);
        return lost;
    }

    private async Task Commit(
        string reconciliationId,
        string erpIntegrationId,
        List<LineMatch> matches,
        List<LineMatch> lost,
        CancellationToken ct
    )
    {
        // Each round either commits or gives up one match, so that it ends.
        while (matches.Count > 0)
        {
            var batch = new DocumentBatch(MatchIds.Matches);
            var owners = new Dictionary<string, LineMatch>(StringComparer.Ordinal);
            foreach (var match in matches)
            {
                Add(batch, owners, reconciliationId, erpIntegrationId, match);
            }
            var result = await store.Commit(batch, ct).ConfigureAwait(false);
            if (result.Conflict is not { } conflict)
            {
                return;
            }
            if (!owners.TryGetValue(conflict.Id, out var loser))
            {
                throw new InvalidOperationException($"The store names a document that was not written: {conflict}.");
            }
            matches.Remove(loser);
            if (!await IsOurs(loser, erpIntegrationId, ct).ConfigureAwait(false))
            {
                lost.Add(loser);
            }
        }
    }

    private void Add(
        DocumentBatch batch,
        Dictionary<string, LineMatch> owners,
        string reconciliationId,
        string erpIntegrationId,
        LineMatch match
    )
    {
        var line = match.Line;
        var ids = match.InvoiceKeys.Select(k => MatchIds.OfInvoice(erpIntegrationId, k)).ToList();
        var claim = new LineClaim(
            MatchIds.OfLine(line.StatementId, line.Id),
            line.StatementId,
            line.Id,
            erpIntegrationId,
            reconciliationId,
            ids,
            match.InvoiceKeys
        );
        batch.Create(claim.Id, claim, ReconciliationJson.Default.LineClaim);
        owners[claim.Id] = match;
        for (var i = 0; i < ids.Count; i++)
        {
            var invoice = match.Invoices[i];
            var document = new MatchDocument(
                ids[i],
                erpIntegrationId,
                invoice.Key,
                invoice.Number,
                invoice.PartnerName,
                invoice.Amount,
                invoice.Currency,
                line.StatementId,
                line.Id,
                reconciliationId,
                line.Amount,
                line.Currency,
                match.InvoiceKeys,
                match.Method,
                match.ReasonCode,
                match.Score,
                [.. match.Evidence.Where(e => e.InvoiceKey is null || e.InvoiceKey == invoice.Key)],
                clock.GetUtcNow()
            );
            batch.Create(document.Id, document, ReconciliationJson.Default.MatchDocument);
            owners[document.Id] = match;
        }
    }

    private async Task<bool> IsOurs(LineMatch match, string erpIntegrationId, CancellationToken ct)
    {
        var path = MatchIds.Matches.Document(MatchIds.OfLine(match.Line.StatementId, match.Line.Id));
        return await store.Get(path, ct).ConfigureAwait(false) is { } stored
            && stored.As(ReconciliationJson.Default.LineClaim) is var claim
            && claim.ErpIntegrationId == erpIntegrationId
            && claim.InvoiceKeys.SequenceEqual(match.InvoiceKeys);
    }
}
