using IntegrationFunctions.Platform.Buckets;

namespace IntegrationFunctions.Platform.Http.Budgets;

/// <summary>How many requests a system takes from one tenant, over all workers: a token bucket.</summary>
public sealed record RateBudget
{
    /// <param name="capacity">Requests at once after a rest; at least 1.</param>
    /// <param name="refillPerSecond">Requests per second in the long run; above 0, at most 100,000.</param>
    public RateBudget(int capacity, double refillPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        if (refillPerSecond is not (> 0 and <= 100_000))
        {
            throw new ArgumentOutOfRangeException(
                nameof(refillPerSecond),
                refillPerSecond,
                "A budget refills by more than 0 and at most 100,000 requests per second."
            );
        }
        (Capacity, RefillPerSecond) = (capacity, refillPerSecond);
    }

    /// <summary>Requests at once after a rest.</summary>
    public int Capacity { get; }

    /// <summary>Requests per second in the long run.</summary>
    public double RefillPerSecond { get; }

    /// <summary>The bucket that all workers share.</summary>
    internal BucketSize Size => new(Capacity, RefillPerSecond);
}
