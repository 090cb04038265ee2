using System.Diagnostics;
using IntegrationFunctions.Durable.Executor;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Results;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Runs one activity and makes an event of what came of it.</summary>
internal sealed class ActivityRunner(
    DurableTaskRegistry registry,
    IServiceProvider services,
    TimeProvider clock,
    ILogger logger
)
{
    private readonly ActivityInvoker _invoker = new(registry, services);

    /// <summary>The answer, or null where the host stopped it: then it runs again at the next start.</summary>
    public async Task<HistoryEvent?> RunAsync(ActivityWork work, CancellationToken stopping)
    {
        using var span = Telemetry.Source.StartActivity(work.Name, ActivityKind.Internal);
        span?.SetTag("durabletask.task.instance_id", work.InstanceId).SetTag("durabletask.task.task_id", work.TaskId);
        var begun = clock.GetTimestamp();
        ActivityOutcome outcome;
        try
        {
            outcome = await _invoker
                .InvokeAsync(
                    new ActivityCall(work.Name, work.InstanceId, work.ExecutionId, work.TaskId, work.Input),
                    stopping
                )
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        if (outcome.Error is { } error)
        {
            // A business error says what is wrong by itself; where it was thrown helps nobody.
            if (error is IntegrationException)
            {
                logger.LogWarning(
                    "Activity {Activity} of {InstanceId} failed: {Reason}",
                    work.Name,
                    work.InstanceId,
                    error.Message
                );
            }
            else
            {
                logger.LogWarning(error, "Activity {Activity} of {InstanceId} failed.", work.Name, work.InstanceId);
            }
            span?.SetStatus(ActivityStatusCode.Error, error.Message);
        }
        HistoryEvent answer = outcome.Failure is { } failure
            ? new TaskFailed(work.TaskId, failure)
            : new TaskCompleted(work.TaskId, outcome.Result);
        answer = answer with { Timestamp = clock.GetUtcNow().UtcDateTime };
        var tag = new KeyValuePair<string, object?>("activity", work.Name);
        Telemetry.ActivityDuration.Record(clock.GetElapsedTime(begun).TotalSeconds, tag);
        Telemetry.Activities.Add(1, tag, new("outcome", answer is TaskCompleted ? "completed" : "failed"));
        return answer;
    }
}
