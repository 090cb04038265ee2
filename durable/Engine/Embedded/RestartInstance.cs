using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Runs an instance anew from its start, with the input that its last execution had.</summary>
internal static class RestartInstance
{
    public static async Task<string> RunAsync(
        WorkflowEngine engine,
        string instanceId,
        bool newId,
        CancellationToken cancellation
    )
    {
        // An input that is kept aside is read beside the writer; one of an instance that has ended does not change.
        var (row, input) = engine.Database.Read(scope =>
        {
            var found = InstanceTable.ReadOne(scope.Command(InstanceTable.SelectById, instanceId));
            return (found, Payloads.Resolve(scope, found?.Input));
        });
        if (row is null)
        {
            throw new KeyNotFoundException($"There is no orchestration with the id '{instanceId}'.");
        }
        var anew = row with
        {
            Key = engine.NextKey(),
            InstanceId = newId ? Identifiers.New("wf", engine.Clock) : instanceId,
            ExecutionId = WorkflowEngine.NewExecutionId(),
            Status = OrchestrationRuntimeStatus.Pending,
            Busy = true,
            CreatedAt = engine.Clock.GetUtcNow().UtcDateTime,
            StartAt = null,
            Input = input,
            CustomStatus = null,
            // Whoever waited for it has been told of its end.
            Parent = null,
        };
        await engine
            .Database.WriteRepeatable(scope => Apply(engine, scope, row, anew), cancellation)
            .ConfigureAwait(false);
        return anew.InstanceId;
    }

    private static bool Apply(WorkflowEngine engine, SqliteWriteScope scope, InstanceRow before, InstanceRow anew)
    {
        if (anew.InstanceId == before.InstanceId)
        {
            var now = InstanceTable.ReadOne(scope.Command(InstanceTable.SelectById, before.InstanceId));
            if (now is not { IsEnded: true } || now.Key != before.Key)
            {
                throw new InvalidOperationException(
                    $"The orchestration '{before.InstanceId}' has not ended. Terminate it first, or restart it under a new id."
                );
            }
            InstanceTable.DeleteAll(scope, before.Key);
            scope.AfterCommit(() => engine.Forget(before.InstanceId));
        }
        InstanceTable.Insert(scope, anew, engine.NextPayload);
        scope.AfterCommit(() =>
        {
            Telemetry.Started.Add(1);
            engine.Begin(anew);
        });
        return true;
    }
}
