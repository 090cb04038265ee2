namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Who waits for which instance to end.</summary>
internal sealed class CompletionWaiters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource<OrchestrationMetadata?>> _waiters = new(
        StringComparer.Ordinal
    );

    /// <summary>Done at the end of the instance, or with null where the caller has to look for himself.</summary>
    public Task<OrchestrationMetadata?> Of(string instanceId)
    {
        lock (_lock)
        {
            if (!_waiters.TryGetValue(instanceId, out var waiter))
            {
                _waiters.Add(
                    instanceId,
                    waiter = new TaskCompletionSource<OrchestrationMetadata?>(
                        TaskCreationOptions.RunContinuationsAsynchronously
                    )
                );
            }
            return waiter.Task;
        }
    }

    public void Tell(string instanceId, Func<OrchestrationMetadata?> outcome)
    {
        TaskCompletionSource<OrchestrationMetadata?>? waiter;
        lock (_lock)
        {
            if (!_waiters.Remove(instanceId, out waiter))
            {
                return;
            }
        }
        waiter.SetResult(outcome());
    }
}
