using System.Collections.Concurrent;

namespace IntegrationFunctions.Tests.Support;

/// <summary>The system's clock, but timers of one length run out when the test says so, and only then.</summary>
internal sealed class SignalClock(TimeSpan held) : TimeProvider
{
    private readonly ConcurrentQueue<(TimerCallback Callback, object? State)> _held = new();

    public void Fire()
    {
        while (_held.TryDequeue(out var timer))
        {
            timer.Callback(timer.State);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != held)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }
        _held.Enqueue((callback, state));
        return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
    }
}
