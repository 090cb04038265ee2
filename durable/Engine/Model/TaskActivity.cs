namespace IntegrationFunctions.Durable;

/// <summary>An activity as the worker sees it.</summary>
public interface ITaskActivity
{
    /// <summary>Type of the input.</summary>
    Type InputType { get; }

    /// <summary>Type of the output.</summary>
    Type OutputType { get; }

    /// <summary>Runs once or, after a crash, more than once.</summary>
    Task<object?> RunAsync(TaskActivityContext context, object? input);
}

/// <summary>One step that does I/O. It may run more than once after a crash: make its effect idempotent by <see cref="TaskActivityContext.IdempotencyKey"/>.</summary>
public abstract class TaskActivity<TInput, TOutput> : ITaskActivity
{
    Type ITaskActivity.InputType => typeof(TInput);

    Type ITaskActivity.OutputType => typeof(TOutput);

    async Task<object?> ITaskActivity.RunAsync(TaskActivityContext context, object? input) =>
        await RunAsync(context, (TInput)input!).ConfigureAwait(false);

    /// <summary>The step.</summary>
    public abstract Task<TOutput> RunAsync(TaskActivityContext context, TInput input);
}

/// <summary>What an activity is told about itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="InstanceId">The orchestration that called it.</param>
/// <param name="IdempotencyKey">Made of instance id, execution id and action id: the same at every repeat of this step.</param>
/// <param name="CancellationToken">Set when the host stops; the step will run again.</param>
public sealed record TaskActivityContext(
    TaskName Name,
    string InstanceId,
    string IdempotencyKey,
    CancellationToken CancellationToken
);
