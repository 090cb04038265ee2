using System.Globalization;
using System.Text;
using System.Text.Json;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity.Audit;

/// <summary>
/// Adds to one tenant's chain: what comes while a write is under way goes into the next one together. Other processes may add too; whoever finds
/// the head moved on reads it and tries again.
/// </summary>
internal sealed class AuditChain(string tenantId, IDocumentStore store, AuditKeys keys, TimeProvider clock)
{
    public const string Group = "audit";

    private const int AtOnce = 16;
    private const int MostText = 100 * 1024;

    public static readonly DocumentPath HeadPath = $"{Group}/head";

    private readonly Lock _gate = new();
    private List<Waiting> _waiting = [];
    private bool _busy;
    private Document? _head;
    private bool _headKnown;

    public Task<bool> Append(AuditEvent happened)
    {
        var waiting = new Waiting(happened);
        lock (_gate)
        {
            _waiting.Add(waiting);
            if (_busy)
            {
                return waiting.Done.Task;
            }
            _busy = true;
        }
        _ = Drain();
        return waiting.Done.Task;
    }

    private async Task Drain()
    {
        while (true)
        {
            List<Waiting> batch;
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _busy = false;
                    return;
                }
                batch = [.. _waiting.Take(AtOnce)];
                _waiting = [.. _waiting.Skip(AtOnce)];
            }
            try
            {
                await Write(batch).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Whether it was written is not known: the head is read anew, and whoever tries again has the same id.
                _headKnown = false;
                batch.ForEach(waiting => waiting.Done.TrySetException(e));
            }
        }
    }

    private async Task Write(List<Waiting> batch)
    {
        // Twice in one batch is once.
        foreach (var twin in batch.GroupBy(w => w.Event.Id, StringComparer.Ordinal).SelectMany(same => same.Skip(1)))
        {
            twin.Done.TrySetResult(false);
        }
        var left = batch.DistinctBy(waiting => waiting.Event.Id, StringComparer.Ordinal).ToList();
        while (left.Count > 0)
        {
            if (!_headKnown)
            {
                _head = await store.Get(HeadPath).ConfigureAwait(false);
                _headKnown = true;
            }
            var (commit, head) = await Build(left).ConfigureAwait(false);
            var result = await store.Commit(commit).ConfigureAwait(false);
            if (result.Conflict is not { } conflict)
            {
                _head = head with { ETag = result.ETags[^1]! };
                left.ForEach(waiting => waiting.Done.TrySetResult(true));
                return;
            }
            if (conflict.Id == HeadPath.Id)
            {
                _headKnown = false;
                continue;
            }
            foreach (var known in left.Where(waiting => waiting.Event.Id == conflict.Id))
            {
                known.Done.TrySetResult(false);
            }
            left.RemoveAll(waiting => waiting.Event.Id == conflict.Id);
        }
    }

    private async Task<(DocumentBatch Batch, Document Head)> Build(List<Waiting> events)
    {
        var head = _head?.As(AuditJson.Default.AuditHead);
        var (sequence, hash) = (head?.LastSequence ?? 0, head?.LastHash ?? AuditEntry.NoHash);
        var last = head is null ? DateTimeOffset.MinValue : Time(head.LastAt);
        var commit = new DocumentBatch(Group);
        foreach (var happened in events.Select(waiting => waiting.Event))
        {
            var now = clock.GetUtcNow();
            // Clocks go back; the log doesn't.
            last = now > last ? now : last.AddTicks(1);
            var entry = Entry(happened, ++sequence, last, hash).Sealed();
            hash = entry.Hash;
            commit.Create(entry.Id, entry, AuditJson.Default.AuditEntry);
        }
        var (keyId, key) = await keys.Signing(CancellationToken.None).ConfigureAwait(false);
        var next = new AuditHead(tenantId, sequence, hash, Text(last), keyId, "").Sign(key);
        commit = _head is null
            ? commit.Create(HeadPath.Id, next, AuditJson.Default.AuditHead)
            : commit.Set(HeadPath.Id, next, AuditJson.Default.AuditHead, _head.ETag);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(next, AuditJson.Default.AuditHead);
        return (commit, new(HeadPath, bytes, "", last, last));
    }

    private AuditEntry Entry(AuditEvent happened, long sequence, DateTimeOffset at, string previous) =>
        new(
            happened.Id,
            tenantId,
            sequence,
            Text(at),
            happened.Action,
            happened.SubjectType,
            happened.SubjectId,
            happened.Actor.Type,
            happened.Actor.Id,
            happened.Actor.KeyId,
            happened.Actor.Address,
            Short(happened.Actor.UserAgent),
            Short(happened.Actor.CorrelationId),
            happened.OccurredAt is { } occurred ? Text(occurred) : null,
            Contents(happened.Before),
            Contents(happened.After),
            happened.Detail,
            previous,
            ""
        );

    /// <summary>A time as entries hold it.</summary>
    internal static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString(AuditEntry.TimeFormat, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.ParseExact(
            text,
            AuditEntry.TimeFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );

    // What callers say of themselves is theirs to choose, and can be long.
    private static string? Short(string? text) => text is { Length: > 300 } ? text[..300] : text;

    // A document can be as large as a whole batch may be. Of what is too large its hash is written down.
    private static string? Contents(JsonElement? value)
    {
        if (value is not { } element)
        {
            return null;
        }
        var text = element.GetRawText();
        if (text.Length <= MostText)
        {
            return text;
        }
        var hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return $$"""{"tooLarge":{{text.Length}},"sha256":"{{Convert.ToHexStringLower(hash)}}"}""";
    }

    private sealed record Waiting(AuditEvent Event)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
