using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Platform.Buckets;

/// <summary>
/// One process' hand in a shared bucket. It spends from a lease in memory, and asks the store only where that is used up or over: leases grow
/// while they are used up quickly, and shrink where they aren't. A crash loses what it held; nothing is ever spent twice.
/// </summary>
public sealed class LeasedBucket(IDocumentStore store, DocumentPath path, string owner, TimeProvider clock)
    : IDisposable
{
    // One at a time asks the store, in the order of arrival.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _left;
    private long _ends;
    private long _refusedUntil;
    private long _taken;
    private long _takenAt;
    private long _wanted = 1;
    private long _lease;
    private DateTimeOffset _renewedAt = DateTimeOffset.MinValue;

    /// <summary>Whether a lease is over with something left of it: time to give back.</summary>
    public bool IsOver(long now) => now >= Volatile.Read(ref _ends) && Volatile.Read(ref _left) > 0;

    /// <summary>Spends from the lease; false says nothing of the bucket.</summary>
    /// <param name="tokens">At least 1.</param>
    /// <param name="now">Ticks of UTC.</param>
    public bool TrySpend(long tokens, long now)
    {
        if (now >= Volatile.Read(ref _ends))
        {
            return false;
        }
        var left = Volatile.Read(ref _left);
        while (left >= tokens)
        {
            var seen = Interlocked.CompareExchange(ref _left, left - tokens, left);
            if (seen == left)
            {
                return true;
            }
            left = seen;
        }
        return false;
    }

    /// <summary>Spends tokens: zero; or how long until there are enough (<see cref="TimeSpan.MaxValue"/>: never again).</summary>
    public ValueTask<TimeSpan> Spend(BucketSize size, long tokens, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow().UtcTicks;
        if (TrySpend(tokens, now))
        {
            return new(TimeSpan.Zero);
        }
        var refused = Volatile.Read(ref _refusedUntil);
        return now < refused && tokens == 1 ? new(TimeSpan.FromTicks(refused - now)) : new(Ask(size, tokens, ct));
    }

    /// <summary>Tokens that are there as far as this process knows: what it holds, and what the others had left when it last asked.</summary>
    public long Remaining(BucketSize size, long now)
    {
        var at = Volatile.Read(ref _takenAt);
        if (at == 0)
        {
            return size.Capacity;
        }
        var flown = Math.Max(0, now - at) * size.RefillPerSecond / TimeSpan.TicksPerSecond;
        var mine = now < Volatile.Read(ref _ends) ? Volatile.Read(ref _left) : 0;
        var taken = Math.Max(Volatile.Read(ref _lease), Volatile.Read(ref _taken) - flown);
        return Math.Clamp((long)Math.Floor(size.Capacity - taken) + mine, 0, size.Capacity);
    }

    /// <summary>Gives back what is left of the lease, so that others may have it. At a stop, or after a pause.</summary>
    public async Task GiveBack(BucketSize size, CancellationToken ct = default)
    {
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var unspent = Drop();
            while (unspent > 0)
            {
                var stored = await store.Get(path, ct).ConfigureAwait(false);
                if (stored is null)
                {
                    return;
                }
                var bucket = StoredBucket.GiveBack(Read(stored), size, owner, unspent, clock.GetUtcNow());
                if (await Write(stored, bucket, size, ct).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lets no process take a token for a while. Leases of others that still live are spent.</summary>
    public async Task Hold(BucketSize size, TimeSpan time, CancellationToken ct = default)
    {
        Interlocked.Exchange(ref _left, 0);
        while (true)
        {
            var stored = await store.Get(path, ct).ConfigureAwait(false);
            var now = clock.GetUtcNow();
            if (
                await Write(stored, StoredBucket.Hold(Read(stored), size, now + time, now), size, ct)
                    .ConfigureAwait(false)
            )
            {
                return;
            }
        }
    }

    /// <summary>How much of the bucket is taken, by all, less what this process still holds.</summary>
    public async Task<long> Taken(BucketSize size, CancellationToken ct = default)
    {
        var stored = await store.Get(path, ct).ConfigureAwait(false);
        var taken = stored is null ? 0 : StoredBucket.Filled(Read(stored), size, clock.GetUtcNow()).Taken;
        return Math.Max(0, (long)Math.Ceiling(taken) - Volatile.Read(ref _left));
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<TimeSpan> Ask(BucketSize size, long tokens, CancellationToken ct)
    {
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var now = clock.GetUtcNow();
            // Whoever had the turn before may have brought enough, or learnt that there is none.
            if (TrySpend(tokens, now.UtcTicks))
            {
                return TimeSpan.Zero;
            }
            if (tokens == 1 && Volatile.Read(ref _refusedUntil) is var refused && now.UtcTicks < refused)
            {
                return TimeSpan.FromTicks(refused - now.UtcTicks);
            }
            return await Renew(size, tokens, ct).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<TimeSpan> Renew(BucketSize size, long tokens, CancellationToken ct)
    {
        // From here on nobody spends of the old lease, so that it can be given back. Where writing fails, it is lost.
        var unspent = Drop();
        var began = clock.GetUtcNow();
        _wanted =
            began - _renewedAt < size.LeaseLife ? Math.Min(_wanted * 2, size.LargestLease) : Math.Max(1, _wanted / 2);
        while (true)
        {
            var stored = await store.Get(path, ct).ConfigureAwait(false);
            var now = clock.GetUtcNow();
            var (left, lease, wait) = StoredBucket.Take(Read(stored), size, owner, unspent, tokens, _wanted - 1, now);
            if (lease is null && unspent == 0)
            {
                Note(left, now);
                Refuse(size, tokens, wait, now);
                return wait;
            }
            if (!await Write(stored, left, size, ct).ConfigureAwait(false))
            {
                continue;
            }
            Note(left, now);
            _renewedAt = now;
            if (lease is null)
            {
                Refuse(size, tokens, wait, now);
                return wait;
            }
            Volatile.Write(ref _refusedUntil, 0);
            Volatile.Write(ref _lease, lease.Value);
            Interlocked.Exchange(ref _left, lease.Value);
            Volatile.Write(ref _ends, (now + size.LeaseLife).UtcTicks);
            return TimeSpan.Zero;
        }
    }

    private long Drop()
    {
        Volatile.Write(ref _ends, 0);
        Volatile.Write(ref _lease, 0);
        return Interlocked.Exchange(ref _left, 0);
    }

    private void Note(StoredBucket bucket, DateTimeOffset now)
    {
        Volatile.Write(ref _taken, (long)Math.Ceiling(bucket.Taken));
        Volatile.Write(ref _takenAt, now.UtcTicks);
    }

    // One token is the least that is asked for: where it isn't there, nothing is. What others hold may come back within a lease's life.
    private void Refuse(BucketSize size, long tokens, TimeSpan wait, DateTimeOffset now)
    {
        if (tokens > 1 || (size.Pause <= TimeSpan.Zero && wait < TimeSpan.MaxValue))
        {
            return;
        }
        var until =
            wait == TimeSpan.MaxValue ? size.LeaseLife
            : wait > size.Pause ? wait
            : size.Pause;
        Volatile.Write(ref _refusedUntil, (now + until).UtcTicks);
    }

    private static StoredBucket? Read(Document? stored) => stored?.As(BucketJson.Default.StoredBucket);

    private async Task<bool> Write(Document? stored, StoredBucket bucket, BucketSize size, CancellationToken ct)
    {
        var batch = new DocumentBatch(path.Collection);
        var until = bucket.Rested(size);
        batch = stored is null
            ? batch.Create(path.Id, bucket, BucketJson.Default.StoredBucket, until)
            : batch.Set(path.Id, bucket, BucketJson.Default.StoredBucket, stored.ETag, until);
        return (await store.Commit(batch, ct).ConfigureAwait(false)).Conflict is null;
    }
}
