namespace IntegrationFunctions.Platform.Buckets;

/// <summary>
/// A token bucket that processes share: in any span of time at most <see cref="Capacity"/> tokens and what flows in meanwhile are given out, over
/// all processes and restarts. Without inflow it is a quota.
/// </summary>
public sealed record BucketSize
{
    /// <param name="capacity">Tokens at once after a rest; at least 1.</param>
    /// <param name="refillPerSecond">Tokens that flow in; 0 for a quota.</param>
    public BucketSize(long capacity, double refillPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(refillPerSecond);
        (Capacity, RefillPerSecond) = (capacity, refillPerSecond);
        LargestLease = Math.Max(1, capacity / 4);
    }

    /// <summary>Tokens at once after a rest.</summary>
    public long Capacity { get; }

    /// <summary>Tokens per second in the long run.</summary>
    public double RefillPerSecond { get; }

    /// <summary>Tokens that a process holds at most besides those that it spends at once.</summary>
    public long LargestLease { get; init; }

    /// <summary>How long a process may spend what it holds.</summary>
    public TimeSpan LeaseLife { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a process that found too little does not ask again, at least: what flows in comes in blocks, not one by one.</summary>
    public TimeSpan Pause { get; init; }
}
