using IntegrationFunctions.Durable;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Workflows;

/// <summary>Why a workflow can't be steered so.</summary>
internal static class WorkflowProblems
{
    public static ProblemHttpResult Ended(OrchestrationMetadata found) =>
        Problems.Create(
            StatusCodes.Status409Conflict,
            "workflow-ended",
            $"The workflow '{found.InstanceId}' has ended ({Status(found)})."
        );

    public static ProblemHttpResult NotEnded(OrchestrationMetadata found) =>
        Problems.Create(
            StatusCodes.Status409Conflict,
            "workflow-not-ended",
            $"The workflow '{found.InstanceId}' has not ended ({Status(found)}). Wait for its end, or terminate it first."
        );

    public static ProblemHttpResult NotFailed(OrchestrationMetadata found) =>
        Problems.Create(
            StatusCodes.Status409Conflict,
            "workflow-not-failed",
            $"The workflow '{found.InstanceId}' has not failed ({Status(found)}); only a failed one can be rewound."
        );

    private static string Status(OrchestrationMetadata found) => found.RuntimeStatus.ToString().ToLowerInvariant();
}
