using System.ComponentModel;
using IntegrationFunctions.Durable;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Workflows;

internal static class ListWorkflows
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireAnyRole()
            .Described(
                "listWorkflows",
                "List workflows",
                "Newest first, by pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is null.",
                400
            );

    private static Task<Results<Ok<Page<WorkflowView>>, ProblemHttpResult>> Handle(
        [Description("Only those of this status.")] OrchestrationRuntimeStatus? status,
        int? limit,
        string? cursor,
        HttpContext http,
        DurableTaskClient workflows,
        CancellationToken ct
    ) =>
        Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var query = new OrchestrationQuery(
                    StartOrchestrationOptions.TenantTag,
                    http.Caller().TenantId,
                    status is { } only ? [only] : null,
                    PageSize: size,
                    ContinuationToken: after
                );
                var page = await workflows.QueryInstancesAsync(query, ct);
                return new Page<WorkflowView>([.. page.Instances.Select(WorkflowView.From)], page.ContinuationToken);
            }
        );
}
