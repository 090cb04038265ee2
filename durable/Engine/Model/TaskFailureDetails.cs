namespace IntegrationFunctions.Durable;

/// <summary>Why a step or an orchestration failed. Never holds a secret.</summary>
/// <param name="ErrorType">Full name of the exception's type, or an error code.</param>
/// <param name="ErrorMessage">One sentence.</param>
/// <param name="StackTrace">Where known.</param>
/// <param name="InnerFailure">The cause behind it.</param>
/// <param name="IsNonRetriable">Whether retry policies must leave it alone.</param>
public sealed record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace = null,
    TaskFailureDetails? InnerFailure = null,
    bool IsNonRetriable = false
)
{
    /// <summary>The same without stack traces, for those who don't develop the platform.</summary>
    public TaskFailureDetails WithoutTraces() =>
        this with
        {
            StackTrace = null,
            InnerFailure = InnerFailure?.WithoutTraces(),
        };

    /// <summary>From an exception and those inside it.</summary>
    public static TaskFailureDetails From(Exception e) =>
        e is TaskFailedException failed
            ? new(
                e.GetType().FullName!,
                e.Message,
                e.StackTrace,
                failed.FailureDetails,
                failed.FailureDetails.IsNonRetriable
            )
            : new(
                (e as INamedFailure)?.ErrorType ?? e.GetType().FullName!,
                e.Message,
                e.StackTrace,
                e.InnerException is { } inner ? From(inner) : null,
                e is INonRetriable { IsNonRetriable: true }
            );
}

/// <summary>An exception that says whether trying again can help.</summary>
public interface INonRetriable
{
    /// <summary>True where it can't.</summary>
    bool IsNonRetriable { get; }
}

/// <summary>An exception that has a stable code to be known by, rather than its type's name.</summary>
public interface INamedFailure
{
    /// <summary>The code.</summary>
    string ErrorType { get; }
}

/// <summary>A step failed for good; thrown where an orchestrator awaits it.</summary>
public sealed class TaskFailedException(TaskName name, int taskId, TaskFailureDetails details)
    : Exception($"Task '{name}' (#{taskId}) failed: {details.ErrorMessage}")
{
    /// <summary>The step.</summary>
    public TaskName TaskName { get; } = name;

    /// <summary>Its id in the history.</summary>
    public int TaskId { get; } = taskId;

    /// <summary>Why.</summary>
    public TaskFailureDetails FailureDetails { get; } = details;
}
