using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Platform.Buckets;

/// <summary>
/// The shared bucket as it is stored. Tokens of a lease count as taken, and don't flow in again while the lease lives; what comes back unspent is
/// as if it had never been taken. So taken and held tokens together are never more than the capacity.
/// </summary>
/// <param name="Taken">How much of the capacity was not there at <paramref name="At"/>.</param>
/// <param name="At">Never goes back, whichever process' clock writes it.</param>
/// <param name="HeldUntil">Nothing is given out before.</param>
/// <param name="Leases">What processes hold, by their ids.</param>
internal sealed record StoredBucket(
    double Taken,
    DateTimeOffset At,
    DateTimeOffset? HeldUntil = null,
    IReadOnlyDictionary<string, BucketLease>? Leases = null
)
{
    // Clocks of processes differ by this much at most: a lease is over for its holder that much earlier than for all others.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(2);

    private double Leased => Leases?.Values.Sum(lease => lease.Tokens) ?? 0;

    /// <summary>
    /// The bucket after a process gave back what it held and took anew: <paramref name="need"/> tokens to spend now and, where there are enough, a
    /// lease of up to <paramref name="wanted"/>. Null is how much it then holds where there are too few; the wait says when there are enough.
    /// </summary>
    public static (StoredBucket Left, long? Lease, TimeSpan Wait) Take(
        StoredBucket? stored,
        BucketSize size,
        string owner,
        long unspent,
        long need,
        long wanted,
        DateTimeOffset now
    )
    {
        var bucket = GiveBack(stored, size, owner, unspent, now);
        if (bucket.HeldUntil is { } until && until > now)
        {
            return (bucket, null, until - now);
        }
        bucket = bucket with { HeldUntil = null };
        var there = size.Capacity - bucket.Taken;
        var free = (long)Math.Floor(there);
        if (free < need)
        {
            return (bucket, null, Wait(size, need - there));
        }
        // Never more than half of it in leases, or those who hold them would lock all others out.
        var share = (size.Capacity / 2) - bucket.Leased;
        var lease = Math.Max(0, Math.Min(Math.Min(wanted, size.LargestLease), Math.Min((long)share, free - need)));
        var leases = lease > 0 ? bucket.With(owner, new(lease, now + size.LeaseLife)) : bucket.Leases;
        return (bucket with { Taken = bucket.Taken + need + lease, Leases = leases }, lease, TimeSpan.Zero);
    }

    /// <summary>
    /// The bucket with what has flowed in, without what the process held. What it didn't spend comes back only while its lease is written here:
    /// tokens of a lease that others have struck off flow in again, and would be there twice. Nothing flows into a quota, so all of it comes back.
    /// </summary>
    public static StoredBucket GiveBack(
        StoredBucket? stored,
        BucketSize size,
        string owner,
        long unspent,
        DateTimeOffset now
    )
    {
        var holds = stored?.Leases?.ContainsKey(owner) == true;
        var bucket = Filled(stored, size, now);
        var others = bucket.Leases?.Where(lease => lease.Key != owner).ToDictionary(StringComparer.Ordinal);
        var left = bucket with { Leases = others is { Count: 0 } ? null : others };
        var back = holds || size.RefillPerSecond <= 0 ? unspent : 0;
        return left with { Taken = Math.Max(left.Leased, bucket.Taken - back) };
    }

    /// <summary>The bucket with nothing to take from before <paramref name="until"/>.</summary>
    public static StoredBucket Hold(StoredBucket? stored, BucketSize size, DateTimeOffset until, DateTimeOffset now)
    {
        var bucket = Filled(stored, size, now);
        return bucket.HeldUntil >= until ? bucket : bucket with { HeldUntil = until };
    }

    /// <summary>The bucket with what has flowed in, without leases that are over.</summary>
    public static StoredBucket Filled(StoredBucket? stored, BucketSize size, DateTimeOffset now)
    {
        if (stored is null)
        {
            return new(0, now);
        }
        var at = now > stored.At ? now : stored.At;
        var taken = Math.Max(stored.Leased, stored.Taken - ((at - stored.At).TotalSeconds * size.RefillPerSecond));
        var living =
            stored.Leases is { } leases && leases.Any(lease => lease.Value.Until + Skew <= at)
                ? leases.Where(lease => lease.Value.Until + Skew > at).ToDictionary(StringComparer.Ordinal)
                : stored.Leases;
        return stored with { Taken = taken, At = at, Leases = living is { Count: 0 } ? null : living };
    }

    /// <summary>When it is as good as new: the document isn't needed any longer. Null for a quota, which counts.</summary>
    public DateTimeOffset? Rested(BucketSize size)
    {
        if (size.RefillPerSecond <= 0)
        {
            return null;
        }
        var full =
            At + TimeSpan.FromSeconds(Math.Min(Taken / size.RefillPerSecond, TimeSpan.FromDays(3650).TotalSeconds));
        var over = Leases is null ? full : Leases.Values.Max(lease => lease.Until) + Skew;
        var held = HeldUntil ?? full;
        return new[] { full + size.LeaseLife, over, held }.Max() + TimeSpan.FromMinutes(1);
    }

    // A millisecond more: timers are no finer, and a wait that is too short is another wait.
    private static TimeSpan Wait(BucketSize size, double missing) =>
        size.RefillPerSecond > 0
            ? TimeSpan.FromSeconds(Math.Min((missing / size.RefillPerSecond) + 0.001, 1e9))
            : TimeSpan.MaxValue;

    private Dictionary<string, BucketLease> With(string owner, BucketLease lease) =>
        new(Leases ?? new Dictionary<string, BucketLease>(), StringComparer.Ordinal) { [owner] = lease };
}

/// <summary>What a process may spend without asking.</summary>
/// <param name="Tokens">How many it took; how many of them are left, it alone knows.</param>
/// <param name="Until">From then on it spends none of them.</param>
internal sealed record BucketLease(long Tokens, DateTimeOffset Until);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredBucket))]
internal sealed partial class BucketJson : JsonSerializerContext;
