namespace IntegrationFunctions.Durable;

/// <summary>How a step is called.</summary>
/// <param name="Retry">What to do when it fails; null: fail at once.</param>
/// <param name="InstanceId">Id of a sub-orchestration; null: made from the parent's.</param>
/// <param name="Version">Version of a sub-orchestration; null: the parent's where there is code for it, else the default.</param>
public sealed record TaskOptions(TaskRetryOptions? Retry = null, string? InstanceId = null, string? Version = null);

/// <summary>Either a policy or a handler.</summary>
public sealed class TaskRetryOptions
{
    /// <summary>By policy.</summary>
    public TaskRetryOptions(RetryPolicy policy) => Policy = policy;

    /// <summary>By handler: true means again, at once; the handler may wait on the context's timers.</summary>
    public TaskRetryOptions(Func<RetryContext, Task<bool>> handler) => Handler = handler;

    /// <summary>The policy, or null.</summary>
    public RetryPolicy? Policy { get; }

    /// <summary>The handler, or null.</summary>
    public Func<RetryContext, Task<bool>>? Handler { get; }

    /// <summary>From a policy.</summary>
    public static implicit operator TaskRetryOptions(RetryPolicy policy) => new(policy);
}

/// <summary>What a retry handler is asked about.</summary>
public sealed record RetryContext(
    TaskOrchestrationContext Orchestration,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime
);

/// <summary>Exponential backoff. A failure that is marked non-retriable is never tried again.</summary>
/// <param name="MaxNumberOfAttempts">Calls in all, 1 or more.</param>
/// <param name="FirstRetryInterval">Wait before the second call.</param>
/// <param name="BackoffCoefficient">Each wait is so many times the one before; 1 or more.</param>
/// <param name="MaxRetryInterval">Cap of a single wait; null: an hour.</param>
/// <param name="RetryTimeout">Cap of all time since the first call; null: none.</param>
public sealed record RetryPolicy(
    int MaxNumberOfAttempts,
    TimeSpan FirstRetryInterval,
    double BackoffCoefficient = 1.0,
    TimeSpan? MaxRetryInterval = null,
    TimeSpan? RetryTimeout = null
);
