using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Holds the instances that are in memory, gives each its turns and carries out what they ask for.</summary>
internal sealed class WorkflowEngine : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, InstanceActor> _actors = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _rejected = new(StringComparer.Ordinal);
    private readonly ParallelQueue<InstanceActor> _turns;
    private readonly ActivityDispatcher _activities;
    private readonly ActivityRunner _runner;
    private readonly TurnBuilder _builder;
    private readonly TimerQueue _timers;
    private readonly Retention _retention;
    private readonly CancellationTokenSource _stopActivities = new();
    private readonly EmbeddedDurableTaskOptions _options;
    private readonly ILogger _logger;
    private volatile bool _running;
    private long _lastKey;
    private long _lastSeq;
    private long _lastPayload;
    private long _uses;
    private int _evicting;

    public WorkflowEngine(
        SqliteDatabase database,
        DurableTaskRegistry registry,
        IServiceProvider services,
        TimeProvider clock,
        EmbeddedDurableTaskOptions options,
        ILoggerFactory loggers
    )
    {
        Database = database;
        Clock = clock;
        _options = options;
        _logger = loggers.CreateLogger(EmbeddedDurableTask.TelemetryName);
        Registry = registry;
        Executor = new OrchestrationExecutor(registry, services, loggers);
        _runner = new ActivityRunner(registry, services, clock, _logger);
        _builder = new TurnBuilder(this, clock);
        Backlog = new Backlog(options.MaxBacklogPerTenant);
        _turns = new ParallelQueue<InstanceActor>(
            options.MaxConcurrentTurns,
            Backlog,
            static actor => actor.Tenant,
            RunTurn
        );
        _activities = new ActivityDispatcher(options, Backlog, RunActivity);
        _timers = new TimerQueue(this, _logger);
        _retention = new Retention(this, options, _logger);
        _lastKey = Max("SELECT max(key) FROM workflows_instances");
        _lastSeq = Max("SELECT max(seq) FROM workflows_inbox");
        _lastPayload = Max("SELECT max(id) FROM workflows_payloads");
    }

    public SqliteDatabase Database { get; }

    public TimeProvider Clock { get; }

    public OrchestrationExecutor Executor { get; }

    public DurableTaskRegistry Registry { get; }

    public CompletionWaiters Waiters { get; } = new();

    /// <summary>What waits in memory, a count for each tenant.</summary>
    public Backlog Backlog { get; }

    public static string NewExecutionId() => Guid.NewGuid().ToString("N");

    public long NextKey() => Interlocked.Increment(ref _lastKey);

    public long NextSeq() => Interlocked.Increment(ref _lastSeq);

    public long NextPayload() => Interlocked.Increment(ref _lastPayload);

    /// <summary>Takes up what was under way when the program last ended, and all that comes from now on.</summary>
    public Task StartAsync() =>
        Database.Write(scope =>
        {
            // On the writer's thread, so that nothing falls between what is read here and what is told from now on.
            var found = Recovery.Find(scope, _logger);
            var due = TimerQueue.Earliest(scope);
            scope.AfterCommit(() =>
            {
                _running = true;
                foreach (var (instanceId, (tenant, mail)) in found)
                {
                    Post(instanceId, tenant, CollectionsMarshal.AsSpan(mail));
                }
                _timers.Arm(due);
                _retention.Start();
            });
            return true;
        });

    /// <summary>No new work; activities that run may end until <paramref name="hurry"/>, and are cancelled then.</summary>
    public async Task StopAsync(CancellationToken hurry)
    {
        _timers.Dispose();
        _retention.Dispose();
        await using (hurry.Register(_stopActivities.Cancel))
        {
            await _activities.StopAsync().ConfigureAwait(false);
        }
        // The queue of the writer is in order: when a write is through, so are the turns before it.
        await Database.Write(_ => true).ConfigureAwait(false);
        await _turns.StopAsync(drain: true).ConfigureAwait(false);
        _running = false;
        await Database.Write(_ => true).ConfigureAwait(false);
    }

    /// <summary>Tells an instance something that is on disk already, or may be lost.</summary>
    public void Post(string instanceId, string tenant, in Mail mail) => Post(instanceId, tenant, [mail]);

    /// <summary>As <see cref="Post(string, string, in Mail)"/>; the instance sees all of it in one turn.</summary>
    public void Post(string instanceId, string tenant, ReadOnlySpan<Mail> mail)
    {
        if (Deliver(instanceId, tenant, mail) is { } woken)
        {
            _turns.Enqueue(woken);
        }
    }

    /// <summary>
    /// Writes a new instance together with its first turn, which needs nothing but the input: one flush less. False where that can't be, and
    /// nothing has happened.
    /// </summary>
    public async Task<bool> TryCreate(InstanceRow row, CancellationToken cancellation)
    {
        var actor = new InstanceActor(row.InstanceId, row.Tenant);
        if (
            !_running
            || !actor.TryAdopt(new InstanceState(row, Executor.Begin()))
            || !_actors.TryAdd(row.InstanceId, actor)
        )
        {
            return false;
        }
        try
        {
            var plan = FirstTurn(actor);
            await Database
                .WriteRepeatable(
                    scope =>
                    {
                        InstanceTable.CheckFree(scope, row.InstanceId);
                        plan.Apply(scope);
                        scope.AfterCommit(() =>
                        {
                            Telemetry.Started.Add(1);
                            Committed(actor, plan);
                        });
                        return true;
                    },
                    cancellation
                )
                .ConfigureAwait(false);
            return true;
        }
        catch (OrchestrationVersionException e) when (e.IsRejected)
        {
            // It is kept all the same, for a program that knows its version.
            actor.State = null;
            Rest(actor, kept: 0);
            return false;
        }
        catch
        {
            // The id may be another instance's, which has got mail meanwhile: it is read anew.
            actor.State = null;
            Waiters.Tell(row.InstanceId, () => null);
            Rest(actor, kept: 0);
            throw;
        }
    }

    /// <summary>Whether the instance is in memory and has not ended; false says nothing.</summary>
    public bool IsUnderWay(string instanceId) =>
        _actors.TryGetValue(instanceId, out var actor) && actor.State is { Row.IsEnded: false };

    /// <summary>Begins an instance that has just been written, without reading it again.</summary>
    public void Begin(InstanceRow row)
    {
        if (!_running)
        {
            return;
        }
        var actor = new InstanceActor(row.InstanceId, row.Tenant);
        if (actor.TryAdopt(new InstanceState(row, Executor.Begin())) && _actors.TryAdd(row.InstanceId, actor))
        {
            _turns.Enqueue(actor);
        }
        else
        {
            Post(row.InstanceId, row.Tenant, default);
        }
    }

    /// <summary>Lets go of an instance that is deleted; a turn that runs finds nothing when it looks again.</summary>
    public void Forget(string instanceId)
    {
        if (_actors.TryGetValue(instanceId, out var actor))
        {
            actor.IsStale = true;
            Leave(actor);
        }
    }

    public void ArmTimer(DateTime? due) => _timers.Arm(due);

    public async ValueTask DisposeAsync()
    {
        _running = false;
        _timers.Dispose();
        _retention.Dispose();
        await _stopActivities.CancelAsync().ConfigureAwait(false);
    }

    private TurnPlan FirstTurn(InstanceActor actor)
    {
        // The caller's ambient state (its request, its trace) must not travel along in the orchestrator's continuations.
        var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        try
        {
            actor.LastUsed = Interlocked.Increment(ref _uses);
            // Without the actor's mail: where the id is another instance's, what has come is for that one.
            var plan = _builder.Build(actor.State!, [], [])!;
            plan.Inserts = true;
            return plan;
        }
        finally
        {
            flow?.Undo();
        }
    }

    // The actor, where it slept and must be given a turn now.
    private InstanceActor? Deliver(string instanceId, string tenant, ReadOnlySpan<Mail> mail)
    {
        while (_running)
        {
            var actor = _actors.GetOrAdd(instanceId, static (id, whose) => new InstanceActor(id, whose), tenant);
            if (actor.TryPost(mail, out var wake))
            {
                return wake ? actor : null;
            }
            _actors.TryRemove(new(instanceId, actor));
        }
        return null;
    }

    private void Leave(InstanceActor actor)
    {
        if (actor.TryLeave())
        {
            _actors.TryRemove(new(actor.InstanceId, actor));
        }
    }

    private long Max(string sql) => Database.Read(scope => scope.Command(sql).ExecuteScalar() as long? ?? 0);

    private ValueTask RunTurn(InstanceActor actor)
    {
        var mail = actor.Take();
        try
        {
            actor.LastUsed = Interlocked.Increment(ref _uses);
            if (actor.IsStale)
            {
                actor.IsStale = false;
                actor.State = null;
            }
            if (actor.State is null && Find(actor.InstanceId) is { } row && !TryLoad(actor, row, out var damage))
            {
                _logger.LogError("The history of {InstanceId} is damaged: {Damage}.", actor.InstanceId, damage);
                Commit(actor, mail, _builder.Damaged(row, damage));
                return default;
            }
            List<Mail> keep = [];
            if (actor.State is { } state && _builder.Build(state, mail, keep) is { } plan)
            {
                Commit(actor, mail, plan);
            }
            else
            {
                actor.PutBack(keep);
                Rest(actor, keep.Count);
            }
        }
        catch (OrchestrationVersionException e) when (e.IsRejected)
        {
            LeaveToOthers(actor, e);
        }
        catch (Exception e)
        {
            TryAgainLater(actor, mail, e);
        }
        return default;
    }

    // Its mail stays in the inbox and its mark on the row: the next start, of a program that knows its version, takes it up.
    private void LeaveToOthers(InstanceActor actor, OrchestrationVersionException e)
    {
        if (_rejected.TryAdd(actor.InstanceId, true))
        {
            _logger.LogWarning("{InstanceId} is left for another program: {Reason}", actor.InstanceId, e.Message);
        }
        actor.State = null;
        Rest(actor, kept: 0);
    }

    private InstanceRow? Find(string instanceId) =>
        Database.Read(scope => InstanceTable.ReadOne(scope.Command(InstanceTable.SelectById, instanceId)));

    private bool TryLoad(InstanceActor actor, InstanceRow row, out string damage)
    {
        damage = row.Damage ?? "";
        if (row.Damage is not null && !row.IsEnded)
        {
            return false;
        }
        try
        {
            actor.State = Database.Read(scope => InstanceState.Load(scope, row, Executor));
            return true;
        }
        catch (DamagedHistoryException e)
        {
            damage = e.Message;
            return false;
        }
    }

    private void Commit(InstanceActor actor, List<Mail> mail, TurnPlan plan) =>
        Database.Post(
            scope =>
            {
                plan.Apply(scope);
                scope.AfterCommit(() => Committed(actor, plan));
            },
            e => TryAgainLater(actor, mail, e)
        );

    private void Committed(InstanceActor actor, TurnPlan plan)
    {
        Telemetry.Turns.Add(1);
        foreach (var work in plan.Activities)
        {
            _activities.Enqueue(work);
        }
        foreach (var row in plan.Begun)
        {
            Telemetry.Started.Add(1);
            Begin(row);
        }
        foreach (var (to, mail) in plan.Deliveries)
        {
            Post(to.InstanceId, to.Tenant, mail);
        }
        _timers.Arm(plan.EarliestTimer);
        if (plan.Renews)
        {
            actor.PutBack([default, .. plan.Carryover]);
        }
        else if (plan.Completion is { } completion)
        {
            Telemetry.Ended.Add(
                1,
                new KeyValuePair<string, object?>("status", completion.OrchestrationStatus.ToString())
            );
            Waiters.Tell(actor.InstanceId, plan.ToMetadata);
        }
        Rest(actor, kept: 0);
    }

    private void Rest(InstanceActor actor, int kept)
    {
        // Once the actor rests another turn may begin at any moment: what is asked of its state is asked before.
        var done = kept == 0 && actor.State is null or { Row: { IsEnded: true, Busy: false } };
        if (actor.Rest(kept))
        {
            _turns.Enqueue(actor);
        }
        else if (done)
        {
            Leave(actor);
        }
        else
        {
            Evict();
        }
    }

    /// <summary>Where more instances are in memory than there should be, those that rested longest leave.</summary>
    private void Evict()
    {
        if (_actors.Count <= _options.CachedInstances * 5 / 4 || Interlocked.Exchange(ref _evicting, 1) == 1)
        {
            return;
        }
        foreach (var actor in _actors.Values.OrderBy(a => a.LastUsed).Take(_actors.Count - _options.CachedInstances))
        {
            Leave(actor);
        }
        Volatile.Write(ref _evicting, 0);
    }

    private void TryAgainLater(InstanceActor actor, List<Mail> mail, Exception e)
    {
        _logger.LogError(e, "A turn of {InstanceId} could not be written; it is tried again.", actor.InstanceId);
        // What is in memory ran ahead of the disk; the next turn starts from what is written.
        actor.State = null;
        actor.PutBack(mail);
        _ = RetryTurn(actor);
    }

    private async Task RetryTurn(InstanceActor actor)
    {
        await Task.Delay(RetryAfter, Clock).ConfigureAwait(false);
        if (_running)
        {
            _turns.Enqueue(actor);
        }
    }

    private async ValueTask RunActivity(ActivityWork work)
    {
        var answer = await _runner.RunAsync(work, _stopActivities.Token).ConfigureAwait(false);
        if (
            answer is not null
            && Deliver(work.InstanceId, work.Tenant, [new Mail(answer, ExecutionId: work.ExecutionId)]) is { } woken
        )
        {
            // The turn that the answer wakes runs here and now, where nobody else's comes first: a change of threads costs more than the turn.
            await _turns.RunOrEnqueue(woken).ConfigureAwait(false);
        }
    }
}
