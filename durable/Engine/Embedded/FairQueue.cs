using System.Diagnostics.CodeAnalysis;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>
/// A queue with a lane a tenant: the lanes take turns, and within a lane it is first in, first out. Whoever has a thousand items waiting does
/// not keep out the one item of another. Not thread-safe: its owner locks.
/// </summary>
internal sealed class FairQueue<T>
{
    private readonly Dictionary<string, Queue<T>> _lanes = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();

    public int Count { get; private set; }

    public void Enqueue(string lane, T item)
    {
        if (!_lanes.TryGetValue(lane, out var items))
        {
            _lanes.Add(lane, items = new Queue<T>());
        }
        if (items.Count == 0)
        {
            _turns.Enqueue(lane);
        }
        items.Enqueue(item);
        Count++;
    }

    public bool TryDequeue([MaybeNullWhen(false)] out T item)
    {
        if (!_turns.TryDequeue(out var lane))
        {
            item = default;
            return false;
        }
        var items = _lanes[lane];
        item = items.Dequeue();
        Count--;
        if (items.Count > 0)
        {
            _turns.Enqueue(lane);
        }
        else if (_lanes.Count > MaxIdleLanes)
        {
            _lanes.Remove(lane);
        }
        return true;
    }

    // An empty lane is kept for the next item, but not for ever more tenants.
    private const int MaxIdleLanes = 64;
}
