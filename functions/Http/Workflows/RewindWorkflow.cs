using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Http.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.Workflows;

internal static class RewindWorkflow
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/rewind", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "rewindWorkflow",
                "Let a failed workflow go on",
                "From before its failure: steps that failed run once more, those that succeeded keep their results; failed workflows that it waits for are rewound with it.",
                400,
                404,
                409,
                413,
                415,
                422
            );

    private static async Task<Results<Accepted<WorkflowView>, ProblemHttpResult>> Handle(
        string id,
        [FromBody] SteeringBody? body,
        HttpContext http,
        DurableTaskClient workflows,
        CancellationToken ct
    )
    {
        if (SteeringBody.WhyNot(body) is { } refused)
        {
            return refused;
        }
        if (await workflows.Own(http, id, ct) is not { } found)
        {
            return Problems.NotFound("workflow", id);
        }
        if (
            found.RuntimeStatus != OrchestrationRuntimeStatus.Failed
            || !await workflows.RewindInstanceAsync(id, SteeringBody.Recorded(body, http.Caller()), ct)
        )
        {
            return WorkflowProblems.NotFailed(await workflows.Own(http, id, ct) ?? found);
        }
        return await workflows.Accepted(http, id, found, ct);
    }
}
