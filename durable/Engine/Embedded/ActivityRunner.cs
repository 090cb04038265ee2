using System.Diagnostics;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Results;
using Microsoft.Extensions.DependencyInjection;
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
    private readonly IServiceScopeFactory? _scopes = services.GetService<IServiceScopeFactory>();

    /// <summary>The answer, or null where the host stopped it: then it runs again at the next start.</summary>
    public async Task<HistoryEvent?> RunAsync(ActivityWork work, CancellationToken stopping)
    {
        using var span = Telemetry.Source.StartActivity(work.Name, ActivityKind.Internal, work.Trace);
        span?.SetTag("durabletask.task.instance_id", work.InstanceId).SetTag("durabletask.task.task_id", work.TaskId);
        var begun = clock.GetTimestamp();
        HistoryEvent answer;
        try
        {
            var result = await CallAsync(work, stopping).ConfigureAwait(false);
            answer = new TaskCompleted(work.TaskId, result) { Timestamp = clock.GetUtcNow().UtcDateTime };
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            // A business error says what is wrong by itself; where it was thrown helps nobody.
            if (e is IntegrationException)
            {
                logger.LogWarning(
                    "Activity {Activity} of {InstanceId} failed: {Reason}",
                    work.Name,
                    work.InstanceId,
                    e.Message
                );
            }
            else
            {
                logger.LogWarning(e, "Activity {Activity} of {InstanceId} failed.", work.Name, work.InstanceId);
            }
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            answer = new TaskFailed(work.TaskId, FailureOf(e)) { Timestamp = clock.GetUtcNow().UtcDateTime };
        }
        var tag = new KeyValuePair<string, object?>("activity", work.Name);
        Telemetry.ActivityDuration.Record(clock.GetElapsedTime(begun).TotalSeconds, tag);
        Telemetry.Activities.Add(1, tag, new("outcome", answer is TaskCompleted ? "completed" : "failed"));
        return answer;
    }

    /// <summary>A business error keeps its code and its word on trying again; anything else is told by its type.</summary>
    internal static TaskFailureDetails FailureOf(Exception e) =>
        e is IntegrationException { Error: var error }
            ? new TaskFailureDetails(error.Code, error.Message, IsNonRetriable: !error.IsRetriable)
            : TaskFailureDetails.From(e);

    private async Task<string?> CallAsync(ActivityWork work, CancellationToken stopping)
    {
        // A scope a call: what an activity takes from the services lives as long as the call.
        await using var scope = _scopes?.CreateAsyncScope() ?? default(AsyncServiceScope?);
        var activity =
            registry.CreateActivity(work.Name, scope?.ServiceProvider ?? services)
            ?? throw new ActivityNotFoundException(work.Name, registry.Activities);
        object? input;
        try
        {
            input = DataConverter.Deserialize(work.Input, activity.InputType);
        }
        catch (Exception e)
        {
            throw new ActivityInputException(work.Name, activity.InputType, e);
        }
        var context = new TaskActivityContext(
            work.Name,
            work.InstanceId,
            IdempotencyKeys.Of(work.InstanceId, work.ExecutionId, work.TaskId),
            stopping
        );
        return DataConverter.Serialize(await activity.RunAsync(context, input).ConfigureAwait(false));
    }
}

/// <summary>An activity was asked for that this program doesn't have.</summary>
public sealed class ActivityNotFoundException(string name, IEnumerable<TaskName> known)
    : Exception(
        $"There is no activity '{name}'. Registered are: {string.Join(", ", known.Select(n => n.Name).Order(StringComparer.Ordinal))}."
    ),
        INonRetriable
{
    /// <inheritdoc/>
    public bool IsNonRetriable => true;
}

/// <summary>The input of an activity does not fit its type.</summary>
public sealed class ActivityInputException(string name, Type type, Exception inner)
    : Exception($"The input of activity '{name}' can't be read as {type.Name}: {inner.Message}", inner),
        INonRetriable
{
    /// <inheritdoc/>
    public bool IsNonRetriable => true;
}
