using System.Collections.Concurrent;

namespace IntegrationFunctions.Tests.Support.Cosmos;

/// <summary>A clock whose timers ring at once, and which knows how long they would have taken.</summary>
internal sealed class RingingClock(DateTimeOffset now) : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
