using System.Globalization;
using System.Text.Json;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>
/// Stores one page: what is new or changed, in as many batches as it takes, and with the last of them the list of its keys and the connector's
/// state. A page that was broken off is read again from its beginning; what an earlier attempt wrote bears the run's id and counts no more.
/// </summary>
internal sealed class PageWriter(
    IDocumentStore store,
    PassLedger ledger,
    CollectionPath records,
    string runId,
    DateTimeOffset now,
    Func<int, CancellationToken, Task<IntegrationError?>>? mayStore,
    RecordMapper mapper
)
{
    private readonly PassBatch _batch = new(records, mapper);
    private readonly List<RefusedRecord> _refused = [];
    private CheckpointDocument _next = ledger.Now;

    /// <summary>False where another attempt was faster; an error where what is new or changed may not be stored.</summary>
    public async Task<Result<bool>> Write(SourcePage page, CancellationToken ct)
    {
        var fit = Fit(page.Records);
        var stored = await ReadStored(fit, ct).ConfigureAwait(false);
        var unchanged = 0L;
        var changes = new List<Change>();
        foreach (var record in fit)
        {
            var hash = RecordHash.Of(record.Raw);
            var old = stored.GetValueOrDefault(record.Key);
            var isSame = old is not null && old.Hash == hash && old.DeletedAt is null;
            // A record with faults is mapped again, to tell of them.
            if (isSame && old!.MappingStamp == mapper.Stamp && old.Withheld != Withheld.Faulty)
            {
                unchanged += old.RunId == runId ? 0 : 1;
                continue;
            }
            var mapped = await mapper.Map(record.Key, record.Raw).ConfigureAwait(false);
            if (mapped.Faults is [var fault, ..])
            {
                _refused.Add(
                    new(record.Key, fault.Code, $"The record '{record.Key}' can't be mapped: {fault.Message}")
                );
            }
            if (isSame && old!.MappedHash == mapped.Hash)
            {
                unchanged += old.RunId == runId ? 0 : 1;
                continue;
            }
            var content = PassBatch.Serialize(Document(record, hash, old, mapped));
            if (content.Length > PassBatch.MaxBytes)
            {
                _refused.Add(TooLarge(record.Key, content.Length));
                continue;
            }
            changes.Add(new(record.Key, content, old));
        }
        // What an earlier attempt at this page stored was asked for by it.
        var counted = changes.Count(change => change.Old?.RunId != runId);
        if (counted > 0 && mayStore is not null && await mayStore(counted, ct).ConfigureAwait(false) is { } refusedWith)
        {
            return refusedWith;
        }
        foreach (var (key, content, old) in changes)
        {
            if (!await Add(key, content, ct).ConfigureAwait(false))
            {
                return false;
            }
            Count(old);
        }
        var seen = new SeenDocument(SeenDocument.KindName, runId, _next.Page, [.. fit.Select(record => record.Key)]);
        var list = JsonSerializer.SerializeToUtf8Bytes(seen, SyncJson.Default.SeenDocument);
        if (!await Add(SeenDocument.IdOf(runId, _next.Page), list, ct).ConfigureAwait(false))
        {
            return false;
        }
        _next = _next with
        {
            State = page.State,
            Page = _next.Page + 1,
            Phase = page.HasMore ? PassPhase.Reading : PassPhase.Sweeping,
            Seen = _next.Seen + fit.Count,
            Unchanged = _next.Unchanged + unchanged,
            Refused = _next.Refused + _refused.Count,
            Refusals = [.. (_next.Refusals ?? []).Concat(_refused).Take(CheckpointDocument.MaxRefusals)],
        };
        return await ledger.Commit(_batch.Documents, _next, ct).ConfigureAwait(false);
    }

    // The same record twice in a page: the source moved it while it was paging. The first is as good as the second.
    private List<SourceRecord> Fit(IReadOnlyList<SourceRecord> page)
    {
        var keys = new HashSet<string>(page.Count, StringComparer.Ordinal);
        var fit = new List<SourceRecord>(page.Count);
        foreach (var record in page)
        {
            if (RecordKey.Fault(record.Key) is { } fault)
            {
                _refused.Add(new RefusedRecord(RecordKey.Printable(record.Key), "record-key-unfit", fault));
            }
            else if (keys.Add(record.Key))
            {
                fit.Add(record);
            }
        }
        return fit;
    }

    private async Task<Dictionary<string, RecordHeader>> ReadStored(List<SourceRecord> page, CancellationToken ct)
    {
        var stored = new Dictionary<string, RecordHeader>(page.Count, StringComparer.Ordinal);
        foreach (var chunk in page.Select(record => record.Key).Chunk(PassScan.PageSize))
        {
            foreach (var document in await store.GetMany(records, chunk, ct).ConfigureAwait(false))
            {
                if (document?.As(SyncJson.Default.RecordHeader) is { } header)
                {
                    stored[header.Key] = header;
                }
            }
        }
        return stored;
    }

    private async Task<bool> Add(string id, byte[] content, CancellationToken ct)
    {
        if (!_batch.Fits(content))
        {
            if (!await ledger.Commit(_batch.Documents, _next, ct).ConfigureAwait(false))
            {
                return false;
            }
            _batch.Clear();
        }
        _batch.Add(id, content);
        return true;
    }

    private RecordDocument Document(SourceRecord record, string hash, RecordHeader? old, MappedRecord mapped) =>
        new(
            RecordDocument.KindName,
            record.Key,
            hash,
            record.ETag,
            record.Raw,
            mapped.Canonical,
            record.Money?.Amount,
            record.Money?.Currency,
            runId,
            old?.FirstSeenAt ?? now,
            now,
            null,
            // Also one that was withheld from its first day: to readers it is new.
            old is not null
            && !old.IsSeen
            && mapped.Withheld is null
                ? true
                : null,
            mapper.Version,
            mapper.Stamp,
            mapped.Hash,
            mapped.Withheld,
            mapped.Faults.Count == 0 ? null : mapped.Faults,
            old is { IsSeen: true } && mapped.Withheld is not null ? true : null
        );

    // Once a run, however often it writes the record: on two pages with two contents, or in an attempt that was broken off and another.
    private void Count(RecordHeader? old) =>
        _next =
            old is null or { DeletedAt: not null } ? _next with { Added = _next.Added + 1 }
            : old.RunId == runId ? _next
            : _next with { Updated = _next.Updated + 1 };

    private readonly record struct Change(string Key, byte[] Content, RecordHeader? Old);

    private static RefusedRecord TooLarge(string key, int bytes) =>
        new(
            key,
            "record-too-large",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The record '{key}' takes {bytes:N0} bytes as it would be stored; at most {PassBatch.MaxBytes:N0} fit. "
            ) + "Shorten it at the source (long texts and attachments are the usual cause), then synchronise again."
        );
}
