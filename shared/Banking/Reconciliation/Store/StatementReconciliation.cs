using System.Text.Json;
using IntegrationFunctions.Banking.Statements;
using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Models;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Reconciliation.Store;

/// <summary>
/// Reconciles a stored statement with what synchronisation brought in, and stores the outcome. To run it again, after a kill at any point,
/// gives the same: what is matched stays, the rest is found again.
/// </summary>
public sealed class StatementReconciliation(
    IDocumentStores stores,
    StatementService statements,
    ISyncedRecords records,
    ReconciliationService reconciliations,
    IEnumerable<IKnownEndToEndIds> known,
    TimeProvider clock
)
{
    /// <summary>Name of the synchronised object that is matched.</summary>
    public const string InvoicesObject = "invoices";

    /// <summary>Matches the lines of the statement and stores matches and open lines.</summary>
    public async Task<ReconciliationFigures> Run(
        string tenantId,
        string reconciliationId,
        string statementId,
        string erpIntegrationId,
        CancellationToken ct = default
    )
    {
        await reconciliations.Begin(tenantId, reconciliationId, ct).ConfigureAwait(false);
        if (await statements.Get(tenantId, statementId, ct).ConfigureAwait(false) is null)
        {
            throw new IntegrationException(
                new(ErrorKind.Permanent, "statement-not-found", $"There is no statement '{statementId}'.")
            );
        }
        var store = stores.ForTenant(tenantId);
        var reader = new MatchReader(store);
        var lines = new List<StatementLine>();
        await foreach (var line in statements.AllLines(tenantId, statementId, ct).ConfigureAwait(false))
        {
            lines.Add(line);
        }
        var (invoices, unreadable) = await Invoices(tenantId, erpIntegrationId, ct).ConfigureAwait(false);
        var options = new ReconcilerOptions
        {
            KnownEndToEndIds = await Known(tenantId, erpIntegrationId, lines, ct).ConfigureAwait(false),
            AlreadyMatched = await reader
                .MatchedElsewhere(erpIntegrationId, statementId, invoices.Select(i => i.Key), ct)
                .ConfigureAwait(false),
            Undone = await Undone(store, statementId, erpIntegrationId, ct).ConfigureAwait(false),
        };
        // All lines go through the cascade, also those that are matched: what is ambiguous beside them stays so at a repeat.
        var plan = Reconciler.Match(lines, invoices, options);
        var earlier = await reader.Claims(statementId, lines.Select(l => l.Id), ct).ConfigureAwait(false);
        var fresh = plan.Matches.Where(m => !earlier.ContainsKey(m.Line.Id)).ToList();
        var lost = await new MatchWriter(store, clock)
            .Write(reconciliationId, erpIntegrationId, fresh, ct)
            .ConfigureAwait(false);
        var claims = await reader.Claims(statementId, lines.Select(l => l.Id), ct).ConfigureAwait(false);
        var open = plan
            .Open.Concat(lost.Select(Forestalled))
            .Where(o => !claims.ContainsKey(o.Line.Id))
            .Select(OpenLineDocument.From)
            .ToList();
        await WriteOpenLines(store, reconciliationId, open, claims.Keys, ct).ConfigureAwait(false);
        var matches = await reader.Matches(claims.Values.SelectMany(c => c.MatchIds), ct).ConfigureAwait(false);
        var figures = Figures.Of(lines, matches, open, reconciliationId, invoices.Count, unreadable);
        await reconciliations.Report(tenantId, reconciliationId, figures, ct).ConfigureAwait(false);
        return figures;
    }

    private static OpenLine Forestalled(LineMatch match) =>
        new(
            match.Line,
            ReasonCodes.AlreadyMatched,
            "While this statement was reconciled, another one has paid the same invoice.",
            [],
            match.InvoiceKeys.Count
        );

    private async Task<(List<OpenInvoice> Invoices, int Unreadable)> Invoices(
        string tenantId,
        string erpIntegrationId,
        CancellationToken ct
    )
    {
        var invoices = new List<OpenInvoice>();
        var unreadable = 0;
        await foreach (
            var record in records
                .List(tenantId, erpIntegrationId, InvoicesObject, ct)
                .WithCancellation(ct)
                .ConfigureAwait(false)
        )
        {
            try
            {
                if (
                    record.Canonical.Deserialize(ModelJson.Default.Invoice) is
                    { Number: not null, Currency: not null } invoice
                )
                {
                    invoices.Add(new(record.Key, invoice));
                    continue;
                }
            }
            catch (JsonException)
            {
                // One record that a mapping spoilt must not keep the others from being paid; it is counted.
            }
            unreadable++;
        }
        return (invoices, unreadable);
    }

    private async Task<Dictionary<string, IReadOnlyList<string>>> Known(
        string tenantId,
        string erpIntegrationId,
        List<StatementLine> lines,
        CancellationToken ct
    )
    {
        var found = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var ids = lines.SelectMany(l => l.EndToEndIds).Distinct().ToList();
        if (ids.Count == 0)
        {
            return found;
        }
        foreach (var source in known)
        {
            foreach (var (id, keys) in await source.Find(tenantId, erpIntegrationId, ids, ct).ConfigureAwait(false))
            {
                found[id] = found.TryGetValue(id, out var before) ? [.. before.Union(keys)] : keys;
            }
        }
        return found;
    }

    private static async Task<HashSet<(string, string)>> Undone(
        IDocumentStore store,
        string statementId,
        string erpIntegrationId,
        CancellationToken ct
    )
    {
        var undone = new HashSet<(string, string)>();
        var query = new DocumentQuery(MatchIds.Undone(statementId)).Limit(1000);
        await foreach (var document in store.QueryAll(query, ct).WithCancellation(ct).ConfigureAwait(false))
        {
            var match = document.As(ReconciliationJson.Default.UndoneMatch);
            if (match.ErpIntegrationId == erpIntegrationId)
            {
                undone.UnionWith(match.InvoiceKeys.Select(k => (match.LineId, k)));
            }
        }
        return undone;
    }

    private static async Task WriteOpenLines(
        IDocumentStore store,
        string reconciliationId,
        List<OpenLineDocument> open,
        IEnumerable<string> matchedLines,
        CancellationToken ct
    )
    {
        var collection = MatchIds.OpenLines(reconciliationId);
        // An attempt that was cut short may have left lines open that are matched now.
        var stale = await store.Count(new DocumentQuery(collection), ct).ConfigureAwait(false) > 0 ? matchedLines : [];
        foreach (var chunk in stale.Chunk(DocumentBatch.MaxOperations))
        {
            var batch = new DocumentBatch(collection);
            foreach (var id in chunk)
            {
                batch.Delete(id);
            }
            (await store.Commit(batch, ct).ConfigureAwait(false)).EnsureCommitted();
        }
        foreach (var chunk in open.Chunk(DocumentBatch.MaxOperations))
        {
            var batch = new DocumentBatch(collection);
            foreach (var line in chunk)
            {
                batch.Set(line.Id, line, ReconciliationJson.Default.OpenLineDocument);
            }
            (await store.Commit(batch, ct).ConfigureAwait(false)).EnsureCommitted();
        }
    }
}
