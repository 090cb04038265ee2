namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>
/// So many messages a second at one address, a second's worth of them at once: the generic cell rate algorithm (ITU-T I.371, annex A). Each process counts by
/// itself; it protects the process, and no plan hangs on it.
/// </summary>
public sealed class HookRate(int perSecond, TimeProvider clock)
{
    private readonly long _each = TimeSpan.TicksPerSecond / perSecond;
    private long _next;

    /// <summary>The limit.</summary>
    public int PerSecond => perSecond;

    /// <summary>Whether one more may come.</summary>
    public bool TryTake()
    {
        var now = clock.GetUtcNow().UtcTicks;
        while (true)
        {
            var next = Interlocked.Read(ref _next);
            if (next - now > TimeSpan.TicksPerSecond - _each)
            {
                return false;
            }
            if (Interlocked.CompareExchange(ref _next, Math.Max(next, now) + _each, next) == next)
            {
                return true;
            }
        }
    }
}
