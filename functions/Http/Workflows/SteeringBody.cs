using System.ComponentModel;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Workflows;

/// <summary>What may be said along with a steering verb; the body may be missing.</summary>
[DisplayName("WorkflowSteering")]
internal sealed record SteeringBody(
    [property: Description("Why, in up to 500 characters. It is kept in the workflow's history.")] string? Reason = null
)
{
    private const int MaxReason = 500;

    /// <summary>The problem with the reason, or null.</summary>
    public static ProblemHttpResult? WhyNot(SteeringBody? body) =>
        body?.Reason is { Length: > MaxReason } reason
            ? Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "validation-failed",
                $"reason holds {reason.Length} characters; it may hold {MaxReason}.",
                "/reason"
            )
            : null;

    /// <summary>As the history keeps it: with who it was.</summary>
    public static string Recorded(SteeringBody? body, Caller caller) =>
        string.IsNullOrWhiteSpace(body?.Reason) ? $"by {caller.UserId}" : $"{body.Reason} (by {caller.UserId})";
}
