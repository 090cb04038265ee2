using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Reconciliation.Store;

/// <summary>Keeps the records of reconciliations and hands matches out.</summary>
public sealed class ReconciliationService(IDocumentStores stores, TimeProvider clock)
{
    /// <summary>The id of a reconciliation: the same for the same statement, integration and run.</summary>
    public static string IdOf(string tenantId, string statementId, string erpIntegrationId, int run) =>
        Identifiers.From("rec", tenantId, statementId, erpIntegrationId, $"{run}");

    /// <summary>Notes that a reconciliation is wanted; a repeat answers what is there.</summary>
    public async Task<(ReconciliationRecord Record, bool IsNew)> Request(
        string tenantId,
        string statementId,
        string erpIntegrationId,
        int run,
        CancellationToken ct = default
    )
    {
        var store = stores.ForTenant(tenantId);
        var id = IdOf(tenantId, statementId, erpIntegrationId, run);
        var record = new ReconciliationRecord(
            id,
            statementId,
            erpIntegrationId,
            run,
            WorkflowId: id,
            ReconciliationState.Pending,
            clock.GetUtcNow()
        );
        var result = await store
            .Create(MatchIds.Reconciliation(id), record, ReconciliationJson.Default.ReconciliationRecord, ct)
            .ConfigureAwait(false);
        return result.Conflict is null
            ? (record, true)
            : (await Get(tenantId, id, ct).ConfigureAwait(false) ?? record, false);
    }

    /// <summary>The reconciliation, or null.</summary>
    public async Task<ReconciliationRecord?> Get(string tenantId, string id, CancellationToken ct = default) =>
        IdRules.IsId(id)
        && await stores.ForTenant(tenantId).Get(MatchIds.Reconciliation(id), ct).ConfigureAwait(false) is { } document
            ? document.As(ReconciliationJson.Default.ReconciliationRecord)
            : null;

    /// <summary>Notes that the work has begun; a repeat keeps the first beginning.</summary>
    public Task Begin(string tenantId, string id, CancellationToken ct = default) =>
        Change(
            tenantId,
            id,
            r => r with { State = ReconciliationState.Running, StartedAt = r.StartedAt ?? clock.GetUtcNow() },
            ct
        );

    /// <summary>Notes the figures.</summary>
    public Task Report(string tenantId, string id, ReconciliationFigures figures, CancellationToken ct = default) =>
        Change(tenantId, id, r => r with { Figures = figures }, ct);

    /// <summary>Notes the end: well, or with an error. A repeat changes nothing.</summary>
    public Task Finish(string tenantId, string id, ReconciliationError? error, CancellationToken ct = default) =>
        Change(
            tenantId,
            id,
            r =>
                r with
                {
                    State = error is null ? ReconciliationState.Completed : ReconciliationState.Failed,
                    Error = error,
                    FinishedAt = clock.GetUtcNow(),
                },
            ct
        );

    private async Task Change(
        string tenantId,
        string id,
        Func<ReconciliationRecord, ReconciliationRecord> change,
        CancellationToken ct
    )
    {
        var store = stores.ForTenant(tenantId);
        var path = MatchIds.Reconciliation(id);
        while (true)
        {
            var document =
                await store.Get(path, ct).ConfigureAwait(false)
                ?? throw new IntegrationException(
                    new(ErrorKind.Permanent, "reconciliation-not-found", $"There is no reconciliation '{id}'.")
                );
            var record = document.As(ReconciliationJson.Default.ReconciliationRecord);
            // What has ended stays as it ended, whatever a late repeat has to say.
            if (record.State is ReconciliationState.Completed or ReconciliationState.Failed)
            {
                return;
            }
            var result = await store
                .Set(path, change(record), ReconciliationJson.Default.ReconciliationRecord, document.ETag, ct)
                .ConfigureAwait(false);
            if (result.Conflict is null)
            {
                return;
            }
        }
    }

    /// <summary>Matches that a reconciliation made and that still stand, in the order of lines.</summary>
    /// <exception cref="ArgumentException">The cursor is none of this list's, or <paramref name="limit"/> is not 1 to 1,000.</exception>
    public async Task<StoredPage<MatchDocument>> ListMatches(
        string tenantId,
        string reconciliationId,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var query = new DocumentQuery(MatchIds.Matches)
            .Where("reconciliationId", reconciliationId)
            .Where("kind", MatchIds.InvoiceSide)
            .OrderBy("lineId")
            .Limit(limit)
            .StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new([.. page.Documents.Select(d => d.As(ReconciliationJson.Default.MatchDocument))], page.Next);
    }

    /// <summary>Lines that a reconciliation left open, in the order of the file.</summary>
    /// <exception cref="ArgumentException">The cursor is none of this list's, or <paramref name="limit"/> is not 1 to 1,000.</exception>
    public async Task<StoredPage<OpenLineDocument>> ListOpenLines(
        string tenantId,
        string reconciliationId,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var query = new DocumentQuery(MatchIds.OpenLines(reconciliationId)).Limit(limit).StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new([.. page.Documents.Select(d => d.As(ReconciliationJson.Default.OpenLineDocument))], page.Next);
    }

    /// <summary>The matches of lines of a statement, by line id; lines without one are missing.</summary>
    public async Task<ILookup<string, MatchDocument>> MatchesOf(
        string tenantId,
        string statementId,
        IEnumerable<string> lineIds,
        CancellationToken ct = default
    )
    {
        var reader = new MatchReader(stores.ForTenant(tenantId));
        var claims = await reader.Claims(statementId, lineIds, ct).ConfigureAwait(false);
        var matches = await reader.Matches(claims.Values.SelectMany(c => c.MatchIds), ct).ConfigureAwait(false);
        return matches.ToLookup(m => m.LineId, StringComparer.Ordinal);
    }

    /// <summary>
    /// Takes a match back: the line and all invoices that it paid are open again, and no later run makes this match by itself. Returns the
    /// ids of the matches that are gone, or null where there is none of that id.
    /// </summary>
    public async Task<IReadOnlyList<string>?> Undo(
        string tenantId,
        string matchId,
        string userId,
        CancellationToken ct = default
    )
    {
        var store = stores.ForTenant(tenantId);
        if (
            matchId.Length is 0 or > 255
            || matchId.AsSpan().ContainsAny("/\\?#")
            || matchId.Any(char.IsControl)
            || matchId.StartsWith("stm_", StringComparison.Ordinal)
            || await store.Get(MatchIds.Matches.Document(matchId), ct).ConfigureAwait(false) is not { } document
        )
        {
            return null;
        }
        var match = document.As(ReconciliationJson.Default.MatchDocument);
        var undone = new UndoneMatch(
            Identifiers.From("und", [match.LineId, match.ErpIntegrationId, .. match.InvoiceKeys]),
            match.LineId,
            match.ErpIntegrationId,
            match.InvoiceKeys,
            match.ReconciliationId,
            userId,
            clock.GetUtcNow()
        );
        // First the note, then the deletion: a kill in between leaves a match that can be undone again, not one that comes back.
        (
            await store
                .Set(
                    MatchIds.Undone(match.StatementId).Document(undone.Id),
                    undone,
                    ReconciliationJson.Default.UndoneMatch,
                    ct: ct
                )
                .ConfigureAwait(false)
        ).EnsureCommitted();
        var ids = match.InvoiceKeys.Select(k => MatchIds.OfInvoice(match.ErpIntegrationId, k)).ToList();
        var batch = new DocumentBatch(MatchIds.Matches).Delete(matchId, document.ETag);
        foreach (var id in ids.Where(id => id != matchId))
        {
            batch.Delete(id);
        }
        batch.Delete(MatchIds.OfLine(match.StatementId, match.LineId));
        var result = await store.Commit(batch, ct).ConfigureAwait(false);
        return result.Conflict is null ? ids : null;
    }

    /// <summary>How many matches of a reconciliation were taken back.</summary>
    public Task<long> CountUndone(
        string tenantId,
        string statementId,
        string reconciliationId,
        CancellationToken ct = default
    ) =>
        stores
            .ForTenant(tenantId)
            .Count(new DocumentQuery(MatchIds.Undone(statementId)).Where("reconciliationId", reconciliationId), ct);
}
