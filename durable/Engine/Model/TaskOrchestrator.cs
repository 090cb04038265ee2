namespace IntegrationFunctions.Durable;

/// <summary>An orchestrator as the executor sees it.</summary>
public interface ITaskOrchestrator
{
    /// <summary>Type of the input.</summary>
    Type InputType { get; }

    /// <summary>Type of the output.</summary>
    Type OutputType { get; }

    /// <summary>Runs, from the start, at every turn.</summary>
    Task<object?> RunAsync(TaskOrchestrationContext context, object? input);
}

/// <summary>
/// A durable flow of steps. It is replayed from its history, so it must be deterministic: time, identifiers, waiting and I/O come from the
/// context and from activities alone. Same shape as in Microsoft.DurableTask.
/// </summary>
public abstract class TaskOrchestrator<TInput, TOutput> : ITaskOrchestrator
{
    Type ITaskOrchestrator.InputType => typeof(TInput);

    Type ITaskOrchestrator.OutputType => typeof(TOutput);

    async Task<object?> ITaskOrchestrator.RunAsync(TaskOrchestrationContext context, object? input) =>
        await RunAsync(context, (TInput)input!);

    /// <summary>The flow.</summary>
    public abstract Task<TOutput> RunAsync(TaskOrchestrationContext context, TInput input);
}
