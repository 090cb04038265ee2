using System.Diagnostics;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Durable.Embedded;

internal sealed class EmbeddedDurableTaskClient(WorkflowEngine engine) : DurableTaskClient
{
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        var instanceId = options?.InstanceId ?? Identifiers.New("wf", engine.Clock);
        var now = engine.Clock.GetUtcNow().UtcDateTime;
        var startAt = options?.StartAt?.UtcDateTime is { } at && at > now ? at : (DateTime?)null;
        var row = new InstanceRow(
            engine.NextKey(),
            instanceId,
            WorkflowEngine.NewExecutionId(),
            orchestratorName.Name,
            engine.Registry.VersionForStart(orchestratorName, options?.Version),
            OrchestrationRuntimeStatus.Pending,
            Busy: startAt is null,
            now,
            startAt,
            DataConverter.Serialize(input),
            CustomStatus: null,
            options?.Tags,
            Parent: null,
            Activity.Current is { IdFormat: ActivityIdFormat.W3C } caller ? caller.Id : null
        );
        await engine.Backlog.WaitForRoom(row.Tenant, cancellation).ConfigureAwait(false);
        if (startAt is not null || !await engine.TryCreate(row, cancellation).ConfigureAwait(false))
        {
            await engine.Database.WriteRepeatable(scope => Insert(scope, row), cancellation).ConfigureAwait(false);
        }
        return instanceId;
    }

    public override Task<bool> RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellation = default
    ) => Tell(instanceId, new EventRaised(eventName, DataConverter.Serialize(eventPayload)), cancellation);

    public override Task<bool> TerminateInstanceAsync(
        string instanceId,
        object? output = null,
        bool recursive = false,
        CancellationToken cancellation = default
    ) => Tell(instanceId, new ExecutionTerminated(DataConverter.Serialize(output), recursive), cancellation);

    public override Task<bool> SuspendInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    ) => Tell(instanceId, new ExecutionSuspended(reason), cancellation);

    public override Task<bool> ResumeInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    ) => Tell(instanceId, new ExecutionResumed(reason), cancellation);

    public override Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId,
        bool getInputsAndOutputs = true,
        CancellationToken cancellation = default
    ) => Task.FromResult(engine.Database.Read(scope => MetadataReader.Find(scope, instanceId, getInputsAndOutputs)));

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = true,
        CancellationToken cancellation = default
    )
    {
        while (true)
        {
            // Asked to be told first, looked second: an end between the two is not missed.
            var end = engine.Waiters.Of(instanceId);
            if (!engine.IsUnderWay(instanceId))
            {
                var found = await GetInstanceAsync(instanceId, getInputsAndOutputs, cancellation).ConfigureAwait(false);
                if (found is not { IsCompleted: false })
                {
                    // Nobody will be told of this one any more: others who wait look for themselves.
                    engine.Waiters.Tell(instanceId, () => null);
                    return found
                        ?? throw new KeyNotFoundException($"There is no orchestration with the id '{instanceId}'.");
                }
            }
            if (await end.WaitAsync(cancellation).ConfigureAwait(false) is { } ended)
            {
                return getInputsAndOutputs
                    ? ended
                    : ended with
                    {
                        SerializedInput = null,
                        SerializedOutput = null,
                        SerializedCustomStatus = null,
                    };
            }
        }
    }

    public override Task<OrchestrationPage> QueryInstancesAsync(
        OrchestrationQuery query,
        CancellationToken cancellation = default
    ) => Task.FromResult(engine.Database.Read(scope => MetadataReader.Query(scope, query)));

    public override Task<IReadOnlyList<HistoryEvent>?> GetHistoryAsync(
        string instanceId,
        CancellationToken cancellation = default
    ) => Task.FromResult(engine.Database.Read(scope => MetadataReader.History(scope, instanceId)));

    public override Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default) =>
        engine.Database.WriteRepeatable(scope => PurgeInstances.One(engine, scope, instanceId), cancellation);

    public override Task<bool> RewindInstanceAsync(
        string instanceId,
        string? reason = null,
        CancellationToken cancellation = default
    ) => new RewindInstance(engine).RunAsync(instanceId, reason, cancellation);

    public override Task<string> RestartAsync(
        string instanceId,
        bool restartWithNewInstanceId = false,
        CancellationToken cancellation = default
    ) => RestartInstance.RunAsync(engine, instanceId, restartWithNewInstanceId, cancellation);

    public override Task<int> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter,
        CancellationToken cancellation = default
    ) => PurgeInstances.All(engine, filter, cancellation);

    private bool Insert(SqliteWriteScope scope, InstanceRow row)
    {
        InstanceTable.CheckFree(scope, row.InstanceId);
        InstanceTable.Insert(scope, row, engine.NextPayload);
        scope.AfterCommit(() =>
        {
            Telemetry.Started.Add(1);
            if (row.StartAt is null)
            {
                engine.Begin(row);
            }
            else
            {
                engine.ArmTimer(row.StartAt);
            }
        });
        return true;
    }

    private async Task<bool> Tell(string instanceId, HistoryEvent e, CancellationToken cancellation)
    {
        var stamped = e with { Timestamp = engine.Clock.GetUtcNow().UtcDateTime };
        var told = await engine
            .Database.WriteRepeatable(
                scope =>
                {
                    if (InstanceTable.FindOpen(scope, instanceId) is not { } row)
                    {
                        return null;
                    }
                    var seq = engine.NextSeq();
                    InstanceTable.InsertInbox(scope, seq, row.Key, null, stamped);
                    scope.AfterCommit(() => engine.Post(instanceId, row.Tenant, new Mail(stamped, seq)));
                    return row;
                },
                cancellation
            )
            .ConfigureAwait(false);
        if (told is not null)
        {
            // Whose it is was known only now: the brake holds the caller's next signal back instead of this one, which is on disk.
            await engine.Backlog.WaitForRoom(told.Tenant, CancellationToken.None).ConfigureAwait(false);
        }
        return told is not null;
    }
}
