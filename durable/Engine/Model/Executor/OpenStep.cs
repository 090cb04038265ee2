using System.Text.Json;

namespace IntegrationFunctions.Durable.Executor;

internal enum StepKind
{
    Activity,
    SubOrchestration,
    Timer,
    ExternalEvent,
}

/// <summary>A step that the orchestrator may be waiting for.</summary>
internal abstract class OpenStep(int id, StepKind kind, string name)
{
    public int Id { get; } = id;

    public StepKind Kind { get; } = kind;

    public string Name { get; } = name;

    public abstract void Complete(string? json);

    public abstract void Fail(TaskFailureDetails details);
}

internal sealed class OpenStep<T>(int id, StepKind kind, string name) : OpenStep(id, kind, name)
{
    // Continuations run inline, on the feeding thread: that is what keeps the order of steps the same at every replay.
    private readonly TaskCompletionSource<T> _source = new();

    public Task<T> Task => _source.Task;

    public override void Complete(string? json)
    {
        T? value;
        try
        {
            value = DataConverter.Deserialize<T>(json);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or FormatException or OverflowException)
        {
            _source.TrySetException(
                new InvalidOperationException(
                    $"The result of '{Name}' (#{Id}) can't be read as {typeof(T).Name}: {e.Message}",
                    e
                )
            );
            return;
        }
        _source.TrySetResult(value!);
    }

    public override void Fail(TaskFailureDetails details) =>
        _source.TrySetException(new TaskFailedException(Name, Id, details));

    public bool Cancel(CancellationToken token) => _source.TrySetCanceled(token);
}
