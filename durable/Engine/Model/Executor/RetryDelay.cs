namespace IntegrationFunctions.Durable.Executor;

internal static class RetryDelay
{
    private static readonly TimeSpan DefaultCap = TimeSpan.FromHours(1);

    public static void Check(RetryPolicy policy)
    {
        if (policy.MaxNumberOfAttempts < 1)
        {
            throw new ArgumentException(
                $"{nameof(RetryPolicy.MaxNumberOfAttempts)} is {policy.MaxNumberOfAttempts}; it must be 1 or more."
            );
        }
        if (policy.BackoffCoefficient < 1)
        {
            throw new ArgumentException(
                $"{nameof(RetryPolicy.BackoffCoefficient)} is {policy.BackoffCoefficient}; it must be 1 or more."
            );
        }
        if (policy.FirstRetryInterval < TimeSpan.Zero)
        {
            throw new ArgumentException(
                $"{nameof(RetryPolicy.FirstRetryInterval)} is {policy.FirstRetryInterval}; it can't be negative."
            );
        }
    }

    /// <summary>How long to wait after so many failed calls, or null where there is to be no other.</summary>
    public static TimeSpan? Next(RetryPolicy policy, int attempts, DateTime first, DateTime now)
    {
        if (attempts >= policy.MaxNumberOfAttempts || (policy.RetryTimeout is { } limit && now - first >= limit))
        {
            return null;
        }
        var cap = policy.MaxRetryInterval ?? DefaultCap;
        var wait = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempts - 1);
        return wait < cap.TotalMilliseconds ? TimeSpan.FromMilliseconds(wait) : cap;
    }
}
