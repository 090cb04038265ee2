using System.Text.Json;
using Google.Protobuf;
using IntegrationFunctions.Durable.PassThrough.Wire;
using ActionCase = IntegrationFunctions.Durable.PassThrough.Wire.OrchestratorAction.OrchestratorActionTypeOneofCase;

namespace IntegrationFunctions.Tests.Support.DurableExtension;

/// <summary>Stands for the host calling a function: the JSON value of the trigger's binding in, the JSON text of ReturnValue out; an
/// exception is an answer other than 2xx, or none.</summary>
public delegate Task<string> InvokeFunction(
    string functionName,
    string bindingName,
    string dataJsonValue,
    CancellationToken cancellation
);

/// <summary>
/// An in-memory task hub that does what the Durable Functions extension does with one: keeps instances and histories, calls orchestrators and
/// activities, and fails for good what is failed by its call. Its state outlives <see cref="Crash"/> and <see cref="StopAsync"/>.
/// </summary>
internal sealed partial class DurableTaskHub(TimeProvider clock, InvokeFunction invoke) : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(3);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HubInstance> _instances = new(StringComparer.Ordinal);
    private readonly List<ITimer> _timers = [];
    private readonly HashSet<Task> _activities = [];
    private CancellationTokenSource? _running;

    public TimeProvider Clock => clock;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>A host begins to work on the hub: what was under way is taken up again.</summary>
    public void Start()
    {
        lock (_lock)
        {
            _running = new CancellationTokenSource();
            foreach (var instance in _instances.Values.ToList())
            {
                instance.IsRunningATurn = false;
                foreach (var (id, task) in instance.Activities.ToList())
                {
                    Run(instance, id, task);
                }
                foreach (var (id, at) in instance.Timers.ToList())
                {
                    Arm(instance, id, at);
                }
                Begin(instance);
            }
        }
    }

    /// <summary>The host goes down where it stands: what it was doing is lost, and done again by the next.</summary>
    public void Crash()
    {
        CancellationTokenSource? ended;
        lock (_lock)
        {
            (ended, _running) = (_running, null);
            _timers.ForEach(t => t.Dispose());
            _timers.Clear();
            _activities.Clear();
        }
        ended?.Cancel();
    }

    /// <summary>The host goes down in good order: activities under way may end, unless it is in a hurry.</summary>
    public async Task StopAsync(CancellationToken hurry)
    {
        Task[] open;
        lock (_lock)
        {
            open = [.. _activities];
        }
        await Task.WhenAny(Task.WhenAll(open), Task.Delay(Timeout.Infinite, hurry));
        Crash();
    }

    public void Dispose() => Crash();

    private static HistoryEvent Stamp(HistoryEvent e, DateTime now)
    {
        e.Timestamp = HubEvents.Time(now);
        return e;
    }

    /// <summary>Lets an instance begin, now or when its time has come.</summary>
    private void Begin(HubInstance instance)
    {
        if (instance.Status == OrchestrationStatus.Pending && instance.StartAt is { } at && at > Now)
        {
            if (_running is not null)
            {
                At(at, () => Pump(instance));
            }
            return;
        }
        Pump(instance);
    }

    private void At(DateTime at, Action work)
    {
        var generation = _running;
        var delay = at - Now;
        _timers.Add(
            clock.CreateTimer(
                _ =>
                {
                    lock (_lock)
                    {
                        if (generation == _running)
                        {
                            work();
                        }
                    }
                },
                null,
                delay > TimeSpan.Zero ? delay : TimeSpan.Zero,
                Timeout.InfiniteTimeSpan
            )
        );
    }

    private void Arm(HubInstance instance, int id, DateTime fireAt)
    {
        var execution = instance.ExecutionId;
        At(
            fireAt,
            () =>
            {
                if (instance.ExecutionId == execution && instance.Timers.Remove(id))
                {
                    Post(
                        instance,
                        new HistoryEvent
                        {
                            EventId = -1,
                            TimerFired = new() { FireAt = HubEvents.Time(fireAt), TimerId = id },
                        }
                    );
                }
            }
        );
    }

    private void Post(HubInstance instance, HistoryEvent e)
    {
        instance.Inbox.Add(Stamp(e, Now));
        Begin(instance);
    }

    private void Pump(HubInstance instance)
    {
        if (
            _running is not { } generation
            || instance.IsRunningATurn
            || instance.HasEnded
            || instance.Inbox.Count == 0
            || (_instances.TryGetValue(instance.Id, out var current) && current != instance)
        )
        {
            return;
        }
        instance.IsRunningATurn = true;
        List<HistoryEvent> added =
        [
            Stamp(new HistoryEvent { EventId = -1, OrchestratorStarted = new() }, Now),
            .. instance.Inbox,
        ];
        var taken = instance.Inbox.Count;
        var request = new OrchestratorRequest { InstanceId = instance.Id };
        request.PastEvents.AddRange(instance.History);
        request.NewEvents.AddRange(added);
        var token = generation.Token;
        _ = Task.Run(() => TurnAsync(instance, request, added, taken, generation, token), CancellationToken.None);
    }

    private async Task TurnAsync(
        HubInstance instance,
        OrchestratorRequest request,
        List<HistoryEvent> added,
        int taken,
        CancellationTokenSource generation,
        CancellationToken token
    )
    {
        OrchestratorResponse? response = null;
        Exception? error = null;
        try
        {
            // The envelope's value is a string that holds JSON of a string.
            var data = JsonSerializer.Serialize(
                JsonSerializer.Serialize(Convert.ToBase64String(request.ToByteArray()))
            );
            var answer = await invoke(instance.Name, "context", data, token);
            response = OrchestratorResponse.Parser.ParseFrom(
                Convert.FromBase64String(JsonSerializer.Deserialize<string>(answer)!)
            );
        }
        catch (Exception e)
        {
            error = e;
        }
        lock (_lock)
        {
            if (_running != generation)
            {
                return;
            }
            instance.IsRunningATurn = false;
            instance.Inbox.RemoveRange(0, taken);
            instance.History.AddRange(added);
            try
            {
                if (response is null)
                {
                    throw error!;
                }
                Check(response);
                Apply(instance, response, added);
            }
            catch (Exception)
            {
                FailForGood(instance);
            }
            Pump(instance);
        }
    }

    private void Check(OrchestratorResponse response)
    {
        foreach (var action in response.Actions)
        {
            if (action.OrchestratorActionTypeCase is ActionCase.None or ActionCase.TerminateOrchestration)
            {
                throw new InvalidOperationException("Unknown orchestrator action.");
            }
            if (action.CreateTimer is { } timer && timer.FireAt.ToDateTime() - Now > LongestTimer)
            {
                throw new InvalidOperationException("A timer is longer than the storage can wait.");
            }
        }
    }
}
