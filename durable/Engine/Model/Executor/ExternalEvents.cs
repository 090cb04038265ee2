using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.Executor;

/// <summary>Events by name, without case: those that came before anyone waited, and those that are waited for, each first in, first out.</summary>
internal sealed class ExternalEvents
{
    private readonly Dictionary<string, LinkedList<OpenStep>> _waiting = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Queue<(long Order, EventRaised Event)>> _early = new(
        StringComparer.OrdinalIgnoreCase
    );
    private long _order;

    public int Waiting { get; private set; }

    public void Raise(EventRaised raised)
    {
        if (_waiting.TryGetValue(raised.Name, out var steps) && steps.First is { } first)
        {
            steps.RemoveFirst();
            Waiting--;
            first.Value.Complete(raised.Input);
            return;
        }
        if (!_early.TryGetValue(raised.Name, out var queue))
        {
            _early.Add(raised.Name, queue = new());
        }
        queue.Enqueue((_order++, raised));
    }

    public Task<T> Wait<T>(string name, CancellationToken cancellation)
    {
        var step = new OpenStep<T>(-1, StepKind.ExternalEvent, name);
        if (cancellation.IsCancellationRequested)
        {
            step.Cancel(cancellation);
            return step.Task;
        }
        if (_early.TryGetValue(name, out var queue) && queue.TryDequeue(out var early))
        {
            step.Complete(early.Event.Input);
            return step.Task;
        }
        if (!_waiting.TryGetValue(name, out var steps))
        {
            _waiting.Add(name, steps = []);
        }
        var node = steps.AddLast(step);
        Waiting++;
        if (cancellation.CanBeCanceled)
        {
            cancellation.Register(() =>
            {
                // A wait that was given up must not swallow an event.
                if (node.List is { } list)
                {
                    list.Remove(node);
                    Waiting--;
                    step.Cancel(cancellation);
                }
            });
        }
        return step.Task;
    }

    public IEnumerable<EventRaised> Unprocessed() =>
        _early.Values.SelectMany(queue => queue).OrderBy(e => e.Order).Select(e => e.Event);
}
