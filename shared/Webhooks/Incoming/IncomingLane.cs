using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>
/// The messages of one webhook on their way to the disk. What waits while a batch is being written goes together in the next one: one
/// transaction, one entry in the lane's queue message, however many senders wait for their answers.
/// </summary>
internal sealed class IncomingLane(IDocumentStore store, string webhookId, TimeProvider clock)
{
    // Room for the queue message. What a message costs beside its body (names, id, times) is counted with it.
    private const int MostMessages = DocumentBatch.MaxOperations - 2;
    private const int BesideBody = 1024;

    // Sealed content grows by a third, and a body of quotation marks doubles in JSON; alone, a message may be as large as a document may.
    private const int MostBytes = DocumentBatch.MaxBytes / 4;

    // A queue message counts for what is begun this long before it is due; what then took longer sends one of its own.
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(1);

    // Bodies are full of quotation marks, which need not be six characters each: no browser reads this as HTML.
    private static readonly JsonTypeInfo<IncomingMessage> Terse =
        (JsonTypeInfo<IncomingMessage>)
            new IncomingJson(
                new(IncomingJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            ).GetTypeInfo(typeof(IncomingMessage))!;

    private readonly Lock _gate = new();
    private readonly CollectionPath _messages = IncomingInbox.In(webhookId);
    private List<Waiting> _waiting = [];
    private bool _writes;
    private long _due;

    /// <summary>Stores a message durably; false where it is there already, which changes nothing.</summary>
    public Task<bool> Take(string identity, ReadOnlyMemory<byte> body)
    {
        var waiting = new Waiting(IncomingInbox.IdOf(identity), identity, body);
        lock (_gate)
        {
            _waiting.Add(waiting);
            if (_writes)
            {
                return waiting.Done.Task;
            }
            _writes = true;
        }
        _ = Write();
        return waiting.Done.Task;
    }

    private async Task Write()
    {
        while (Next() is { } together)
        {
            try
            {
                var isNew = await Store(together).ConfigureAwait(false);
                foreach (var message in together)
                {
                    // The first of several with one identity is the message, the others are its repeats.
                    message.Done.SetResult(isNew.Remove(message.Id));
                }
            }
#pragma warning disable CA1031 // Whatever it was: each sender is told, and the next batch is tried.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                foreach (var message in together)
                {
                    message.Done.TrySetException(failure);
                }
            }
        }
    }

    // Null: nobody waits, and the next one who comes writes.
    private List<Waiting>? Next()
    {
        lock (_gate)
        {
            var (count, bytes) = (0, 0);
            while (count < Math.Min(_waiting.Count, MostMessages))
            {
                bytes += _waiting[count].Body.Length + BesideBody;
                if (count > 0 && bytes > MostBytes)
                {
                    break;
                }
                count++;
            }
            if (count == 0)
            {
                _writes = false;
                return null;
            }
            var together = _waiting;
            _waiting = together[count..];
            together.RemoveRange(count, together.Count - count);
            return together;
        }
    }

    // The ids that were new.
    private async Task<HashSet<string>> Store(List<Waiting> together)
    {
        var fresh = new Dictionary<string, Waiting>(together.Count, StringComparer.Ordinal);
        foreach (var message in together)
        {
            fresh.TryAdd(message.Id, message);
        }
        var begun = clock.GetUtcNow();
        var asksAgain = false;
        while (fresh.Count > 0)
        {
            var batch = new DocumentBatch(_messages);
            foreach (var message in fresh.Values)
            {
                batch.Create(message.Id, message.Accepted(begun), Terse, begun + IncomingInbox.Kept);
            }
            var carries = !IsCovered(begun + Ahead);
            if (carries)
            {
                batch.Send(IncomingNudge.To(store.TenantId, webhookId, begun + IncomingInbox.Pause, clock));
            }
            if ((await store.Commit(batch, CancellationToken.None).ConfigureAwait(false)).Conflict is null)
            {
                if (carries)
                {
                    _due = (begun + IncomingInbox.Pause).UtcTicks;
                }
                break;
            }
            asksAgain |= await LeaveOutRepeats(fresh).ConfigureAwait(false);
        }
        if (asksAgain || fresh.Count > 0)
        {
            await Ensure().ConfigureAwait(false);
        }
        return [.. fresh.Keys];
    }

    // True where one of them was never handled: the process may have died between the document and its queue message, and nobody was told
    // that it is safe then.
    private async Task<bool> LeaveOutRepeats(Dictionary<string, Waiting> fresh)
    {
        var asksAgain = false;
        foreach (var stored in await store.GetMany(_messages, [.. fresh.Keys]).ConfigureAwait(false))
        {
            if (stored is not null)
            {
                fresh.Remove(stored.Path.Id);
                asksAgain |= stored.As(IncomingJson.Default.IncomingMessage).State == IncomingState.Accepted;
            }
        }
        return asksAgain;
    }

    // Whether a queue message that is on disk is due after the time, and will see what is committed before it.
    private bool IsCovered(DateTimeOffset time) => _due > time.UtcTicks;

    private async ValueTask Ensure()
    {
        var now = clock.GetUtcNow();
        if (IsCovered(now))
        {
            return;
        }
        var nudge = new DocumentBatch(_messages).Send(
            IncomingNudge.To(store.TenantId, webhookId, now + IncomingInbox.Pause, clock)
        );
        (await store.Commit(nudge, CancellationToken.None).ConfigureAwait(false)).EnsureCommitted();
        _due = (now + IncomingInbox.Pause).UtcTicks;
    }

    private sealed record Waiting(string Id, string Identity, ReadOnlyMemory<byte> Body)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IncomingMessage Accepted(DateTimeOffset now)
        {
            var (text, isBase64) = IncomingMessage.Text(Body.Span);
            return new(Id, Identity, now, IncomingState.Accepted, text, isBase64);
        }
    }
}
