using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Http.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Workflows;

internal static class GetWorkflow
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}", Handle)
            .RequireAnyRole()
            .Described(
                "getWorkflow",
                "Read a workflow",
                "Status, progress, and output or failure. Its input only for those who manage workflows (owner, administrator, developer).",
                404
            );

    private static async Task<Results<Ok<WorkflowView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        DurableTaskClient workflows,
        CancellationToken ct
    ) =>
        await workflows.Own(http, id, ct) is { } found
            ? TypedResults.Ok(WorkflowView.From(found, http.Caller().Is(IntegrationEndpoints.Managers)))
            : Problems.NotFound("workflow", id);
}
