namespace IntegrationFunctions.Durable.Embedded;

/// <summary>
/// How much waits in memory for each tenant, and the brake: who would add from outside to a tenant's full backlog waits until half of it is
/// worked off. What workflows themselves ask for is never held back, or they could wait for each other.
/// </summary>
internal sealed class Backlog(int limit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    public void Enter(string tenant)
    {
        lock (_lock)
        {
            if (!_lanes.TryGetValue(tenant, out var lane))
            {
                _lanes.Add(tenant, lane = new Lane());
            }
            lane.Count++;
        }
    }

    public void Leave(string tenant)
    {
        TaskCompletionSource? room = null;
        lock (_lock)
        {
            var lane = _lanes[tenant];
            lane.Count--;
            if (lane.Room is not null && lane.Count <= limit / 2)
            {
                (room, lane.Room) = (lane.Room, null);
            }
            if (lane.Count == 0)
            {
                _lanes.Remove(tenant);
            }
        }
        room?.SetResult();
    }

    /// <summary>Done at once while the tenant's backlog is below the limit.</summary>
    public ValueTask WaitForRoom(string tenant, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_lanes.TryGetValue(tenant, out var lane) || lane.Count < limit)
            {
                return default;
            }
            lane.Room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(lane.Room.Task.WaitAsync(cancellation));
        }
    }

    private sealed class Lane
    {
        public int Count;
        public TaskCompletionSource? Room;
    }
}
