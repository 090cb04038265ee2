using System.Collections.Concurrent;

namespace IntegrationFunctions.Platform.Messages.Sqlite;

/// <summary>Wakes those who wait for a queue's messages.</summary>
internal sealed class MessageSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new(StringComparer.Ordinal);

    /// <summary>Ends with the next <see cref="Wake"/>. Take it before looking into the queue, so that nothing slips in between.</summary>
    public Task Next(string queue) => _signals.GetOrAdd(queue, static _ => New()).Task;

    public void Wake(string queue)
    {
        if (_signals.TryRemove(queue, out var signal))
        {
            signal.TrySetResult();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
