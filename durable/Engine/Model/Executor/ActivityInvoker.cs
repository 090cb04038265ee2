using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Durable.Executor;

/// <summary>Calls activities, the same way behind every backend: what comes of a call is an answer, never an exception.</summary>
/// <param name="registry">Where activities are found by name, and what makes failure details of their exceptions.</param>
/// <param name="services">What activities are made from; where it has scopes, each call gets its own.</param>
public sealed class ActivityInvoker(DurableTaskRegistry registry, IServiceProvider services)
{
    private readonly IServiceScopeFactory? _scopes = services.GetService<IServiceScopeFactory>();

    /// <summary>Runs the activity to its end.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> was set: nobody knows what the step has done; it must run again.</exception>
    public async Task<ActivityOutcome> InvokeAsync(ActivityCall call, CancellationToken stopping)
    {
        try
        {
            return new ActivityOutcome(await RunAsync(call, stopping).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            return new ActivityOutcome(null, registry.FailureOf(e), e);
        }
    }

    private async Task<string?> RunAsync(ActivityCall call, CancellationToken stopping)
    {
        // A scope a call: what an activity takes from the services lives as long as the call.
        await using var scope = _scopes?.CreateAsyncScope() ?? default(AsyncServiceScope?);
        var activity =
            registry.CreateActivity(call.Name, scope?.ServiceProvider ?? services)
            ?? throw new ActivityNotFoundException(call.Name, registry.Activities);
        object? input;
        try
        {
            input = DataConverter.Deserialize(call.Input, activity.InputType);
        }
        catch (Exception e)
        {
            throw new ActivityInputException(call.Name, activity.InputType, e);
        }
        var context = new TaskActivityContext(
            call.Name,
            call.InstanceId,
            IdempotencyKeys.Of(call.InstanceId, call.ExecutionId, call.TaskId),
            stopping
        );
        return DataConverter.Serialize(await activity.RunAsync(context, input).ConfigureAwait(false));
    }
}

/// <summary>One call of an activity.</summary>
/// <param name="Name">Name of the activity.</param>
/// <param name="InstanceId">The orchestration that calls.</param>
/// <param name="ExecutionId">Its execution.</param>
/// <param name="TaskId">The step.</param>
/// <param name="Input">JSON text, or null.</param>
public sealed record ActivityCall(string Name, string InstanceId, string? ExecutionId, int TaskId, string? Input);

/// <summary>What came of a call.</summary>
/// <param name="Result">JSON text, or null.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
/// <param name="Error">The exception behind the failure, for logs.</param>
public sealed record ActivityOutcome(string? Result, TaskFailureDetails? Failure = null, Exception? Error = null);

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
