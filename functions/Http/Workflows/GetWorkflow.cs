using IntegrationFunctions.Durable;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Workflows;

internal static class GetWorkflow
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}", Handle)
            .RequireAnyRole()
            .Described("getWorkflow", "Read a workflow", "Status, progress, and output or failure.", 404);

    private static async Task<Results<Ok<WorkflowView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        DurableTaskClient workflows,
        CancellationToken ct
    ) =>
        await workflows.Own(http, id, ct) is { } found
            ? TypedResults.Ok(WorkflowView.From(found))
            : Problems.NotFound("workflow", id);
}
