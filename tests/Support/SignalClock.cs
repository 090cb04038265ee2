using System.Collections.Concurrent;

namespace IntegrationFunctions.Tests.Support;

/// <summary>The system's clock, but timers of one length run out when the test says so, and only then.</summary>
internal sealed class SignalClock(TimeSpan held) : TimeProvider
{
    private readonly ConcurrentQueue<Action> _held = new();

    public void Fire()
    {
        while (_held.TryDequeue(out var ring))
        {
            ring();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(
            this,
            () => callback(state),
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)
        );
        timer.Change(dueTime, period);
        return timer;
    }

    // Some make their timers first and say how long they run afterwards.
    private sealed class Timer(SignalClock clock, Action ring, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != clock.Length)
            {
                return inner.Change(dueTime, period);
            }
            clock._held.Enqueue(ring);
            return inner.Change(Timeout.InfiniteTimeSpan, period);
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private TimeSpan Length => held;
}
