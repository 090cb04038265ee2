using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity.Audit;

/// <summary>
/// Looks for tampering: entries that were changed, taken out, put in, put into another order or cut off at the end, and heads that were not signed
/// here. It goes by what is stored, and believes none of it.
/// </summary>
public sealed class AuditVerifier
{
    private const int MostProblems = 100;

    private readonly IDocumentStores _stores;
    private readonly AuditKeys _keys;
    private readonly AuditAnchors _anchors;

    internal AuditVerifier(IDocumentStores stores, AuditKeys keys, AuditAnchors anchors) =>
        (_stores, _keys, _anchors) = (stores, keys, anchors);

    /// <summary>What is wrong with a tenant's log; empty where nothing is.</summary>
    public async Task<AuditReport> Verify(string tenantId, CancellationToken ct = default)
    {
        var problems = new List<AuditProblem>();
        var store = _stores.ForTenant(tenantId);
        var anchors = await _anchors.Read(tenantId, problems, ct).ConfigureAwait(false);
        // The head before the entries: what is added meanwhile is no tampering.
        var head = await Head(store, tenantId, problems, ct).ConfigureAwait(false);
        var (sequence, hash, at, count) = (0L, AuditEntry.NoHash, "", 0L);
        string? headHash = null;
        var query = new DocumentQuery(AuditChain.Group)
            .Where("sequence", Compare.GreaterOrEqual, long.MinValue / 2)
            .OrderBy("sequence")
            .Limit(500);
        await foreach (var document in store.QueryAll(query, ct).ConfigureAwait(false))
        {
            count++;
            var entry = Read(document, problems);
            if (entry is null)
            {
                continue;
            }
            Check(entry, document, tenantId, (sequence, hash, at), problems);
            (sequence, hash, at) = (entry.Sequence, entry.Hash, entry.At);
            headHash = entry.Sequence == head?.LastSequence ? entry.Hash : headHash;
            if (anchors.Remove(entry.Sequence, out var anchored) && anchored != entry.Hash)
            {
                problems.Add(
                    new(entry.Sequence, "The chain was written anew: an anchor has another hash for this entry.")
                );
            }
        }
        if (head is not null)
        {
            CheckEnd(head, sequence, headHash, problems);
        }
        else if (count > 0)
        {
            problems.Add(new(sequence, "The chain has no head: it was taken away."));
        }
        foreach (var lost in anchors.Keys.Where(anchored => anchored > sequence).Order())
        {
            problems.Add(new(lost, $"Cut off: an anchor knows entry {lost}, and the log ends at {sequence}."));
        }
        var strangers = await store.Count(new DocumentQuery(AuditChain.Group), ct).ConfigureAwait(false) - count;
        if (strangers > (head is null ? 0 : 1) && await IsQuiet(store, head, ct).ConfigureAwait(false))
        {
            problems.Add(new(sequence, "There are documents in the log that are no entries of it."));
        }
        return new(tenantId, count, [.. problems.Take(MostProblems)]);
    }

    private static void Check(
        AuditEntry entry,
        Document document,
        string tenantId,
        (long Sequence, string Hash, string At) last,
        List<AuditProblem> problems
    )
    {
        var n = entry.Sequence;
        if (n > last.Sequence + 1)
        {
            problems.Add(
                new(
                    n,
                    n == last.Sequence + 2
                        ? $"Entry {n - 1} was taken out."
                        : $"Entries {last.Sequence + 1} to {n - 1} were taken out."
                )
            );
        }
        else if (n <= last.Sequence)
        {
            problems.Add(new(n, $"There is more than one entry {n}, or one before the first: it was put in."));
        }
        else if (entry.PreviousHash != last.Hash)
        {
            problems.Add(
                new(n, $"Entry {n} does not follow from the one before: one of them was changed, or their order was.")
            );
        }
        if (entry.ComputeHash() != entry.Hash)
        {
            problems.Add(new(n, $"Entry {n} was changed."));
        }
        if (entry.Id != document.Path.Id || entry.Tenant != tenantId)
        {
            problems.Add(new(n, $"Entry {n} was put there from somewhere else."));
        }
        if (string.CompareOrdinal(entry.At, last.At) <= 0)
        {
            problems.Add(new(n, $"Entry {n} is not later than the one before."));
        }
    }

    private static void CheckEnd(AuditHead head, long sequence, string? headHash, List<AuditProblem> problems)
    {
        if (head.LastSequence > sequence)
        {
            problems.Add(
                new(sequence + 1, $"Cut off: the log has ended at {head.LastSequence}, and ends at {sequence}.")
            );
        }
        else if (headHash != head.LastHash)
        {
            problems.Add(
                new(
                    head.LastSequence,
                    $"The signed head has another hash for entry {head.LastSequence}: the chain was written anew."
                )
            );
        }
    }

    private async Task<AuditHead?> Head(
        IDocumentStore store,
        string tenantId,
        List<AuditProblem> problems,
        CancellationToken ct
    )
    {
        if (await store.Get(AuditChain.HeadPath, ct).ConfigureAwait(false) is not { } document)
        {
            return null;
        }
        try
        {
            var head = document.As(AuditJson.Default.AuditHead);
            if (head.Tenant != tenantId || !await IsSigned(head, ct).ConfigureAwait(false))
            {
                problems.Add(new(head.LastSequence, "The head of the chain was changed: its signature is not ours."));
            }
            return head;
        }
        catch (System.Text.Json.JsonException)
        {
            problems.Add(new(0, "The head of the chain can't be read."));
            return null;
        }
    }

    internal async Task<bool> IsSigned(AuditHead head, CancellationToken ct) =>
        head.KeyId is not null
        && await _keys.Find(head.KeyId, ct).ConfigureAwait(false) is { } key
        && head.IsSignedWith(key);

    private static AuditEntry? Read(Document document, List<AuditProblem> problems)
    {
        try
        {
            return document.As(AuditJson.Default.AuditEntry);
        }
        catch (System.Text.Json.JsonException)
        {
            problems.Add(new(0, $"The entry '{document.Path.Id}' can't be read."));
            return null;
        }
    }

    // Somebody may add while this looks; then the counts tell nothing.
    private static async Task<bool> IsQuiet(IDocumentStore store, AuditHead? head, CancellationToken ct)
    {
        var now = await store.Get(AuditChain.HeadPath, ct).ConfigureAwait(false);
        return now?.As(AuditJson.Default.AuditHead).LastSequence == head?.LastSequence;
    }
}

/// <summary>What was found in a tenant's log.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="Entries">How many there are.</param>
/// <param name="Problems">Where it was tampered with, at most 100; empty: nowhere.</param>
public sealed record AuditReport(string TenantId, long Entries, IReadOnlyList<AuditProblem> Problems);

/// <summary>A sign of tampering.</summary>
/// <param name="Sequence">The entry where it shows.</param>
/// <param name="What">In a sentence.</param>
public sealed record AuditProblem(long Sequence, string What);
