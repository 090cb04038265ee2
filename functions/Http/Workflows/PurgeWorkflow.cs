using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Http.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Workflows;

internal static class PurgeWorkflow
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapDelete("{id}", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "purgeWorkflow",
                "Forget a workflow",
                "One that has ended, with its history. What it did stays done.",
                404,
                409
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        DurableTaskClient workflows,
        CancellationToken ct
    )
    {
        if (await workflows.Own(http, id, ct) is not { } found)
        {
            return Problems.NotFound("workflow", id);
        }
        if (found.IsCompleted && await workflows.PurgeInstanceAsync(id, ct))
        {
            return TypedResults.NoContent();
        }
        // Somebody else may have forgotten it, or restarted it, in between.
        return await workflows.Own(http, id, ct) is { } now
            ? WorkflowProblems.NotEnded(now)
            : Problems.NotFound("workflow", id);
    }
}
