namespace IntegrationFunctions.Platform.Http.Budgets;

/// <summary>The tenant's budget for a system had no request left within the longest wait. <see cref="HttpFailure"/> turns it into <c>rate-limited</c>.</summary>
public sealed class BudgetExhaustedException(string host, TimeSpan retryAfter)
    : Exception(
        $"The budget of requests to {host} is used up; the next is due in {Math.Ceiling(retryAfter.TotalSeconds)} s."
    )
{
    /// <summary>How long until there is one.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
