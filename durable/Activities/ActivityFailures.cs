using IntegrationFunctions.Durable;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Activities;

/// <summary>What the exceptions of activities become in a history.</summary>
public static class ActivityFailures
{
    /// <summary>A business error keeps its code and its word on trying again; anything else is told by its type.</summary>
    public static TaskFailureDetails From(Exception e) =>
        e is IntegrationException { Error: var error }
            ? new TaskFailureDetails(error.Code, error.Message, IsNonRetriable: !error.IsRetriable)
            : TaskFailureDetails.From(e);
}
