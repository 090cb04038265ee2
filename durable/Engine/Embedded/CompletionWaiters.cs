namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Who waits for which instance to end.</summary>
internal sealed class CompletionWaiters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource> _waiters = new(StringComparer.Ordinal);

    public Task Of(string instanceId)
    {
        lock (_lock)
        {
            if (!_waiters.TryGetValue(instanceId, out var waiter))
            {
                _waiters.Add(
                    instanceId,
                    waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
                );
            }
            return waiter.Task;
        }
    }

    public void Ended(string instanceId)
    {
        lock (_lock)
        {
            if (_waiters.Remove(instanceId, out var waiter))
            {
                waiter.SetResult();
            }
        }
    }
}
