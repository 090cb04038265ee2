using System.ComponentModel;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

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

    private static async Task<Results<Ok<Page<WorkflowView>>, ProblemHttpResult>> Handle(
        [Description(
            "Only those of these statuses, as they are written in a workflow: running, completed, failed ... May appear several times."
        )]
            string[]? status,
        [Description("Only those of this orchestrator.")] string? name,
        [Description("Only those created then or later (RFC 3339, such as 2026-01-31T09:00:00Z).")]
            DateTimeOffset? createdFrom,
        [Description("Only those created before.")] DateTimeOffset? createdTo,
        [FromQuery(Name = "prefix"), Description("Only those whose id starts so.")] string? prefix,
        int? limit,
        string? cursor,
        HttpContext http,
        DurableTaskClient workflows,
        CancellationToken ct
    )
    {
        List<OrchestrationRuntimeStatus> statuses = [];
        if (WhyNot(status ?? [], statuses, name, createdFrom, createdTo, prefix) is { } problem)
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "parameter-invalid", problem);
        }
        return await Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var query = new OrchestrationQuery(
                    StartOrchestrationOptions.TenantTag,
                    http.Caller().TenantId,
                    statuses.Count > 0 ? statuses : null,
                    string.IsNullOrEmpty(prefix) ? null : prefix,
                    size,
                    after,
                    string.IsNullOrEmpty(name) ? null : name,
                    createdFrom,
                    createdTo
                );
                var page = await workflows.QueryInstancesAsync(query, ct);
                return new Page<WorkflowView>([.. page.Instances.Select(WorkflowView.From)], page.ContinuationToken);
            }
        );
    }

    private static string? WhyNot(
        string[] asked,
        List<OrchestrationRuntimeStatus> statuses,
        string? name,
        DateTimeOffset? from,
        DateTimeOffset? to,
        string? prefix
    )
    {
        foreach (var text in asked)
        {
            // Enum.TryParse takes numbers and lists as well.
            if (
                !text.All(char.IsAsciiLetter)
                || !Enum.TryParse(text, ignoreCase: true, out OrchestrationRuntimeStatus status)
            )
            {
                var names = Enum.GetNames<OrchestrationRuntimeStatus>()
                    .Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName);
                return $"The parameter 'status' can't be '{text}'; it may be {string.Join(", ", names)}.";
            }
            statuses.Add(status);
        }
        if (!string.IsNullOrEmpty(name) && !IdRules.IsId(name))
        {
            return "The parameter 'name' is not the name of an orchestrator: 1 to 100 letters, digits, hyphens and underscores.";
        }
        if (!string.IsNullOrEmpty(prefix) && !IdRules.IsId(prefix))
        {
            return "The parameter 'prefix' is not the beginning of an id: 1 to 100 letters, digits, hyphens and underscores.";
        }
        return from >= to
            ? $"The parameter 'createdFrom' ({from:O}) must be before 'createdTo' ({to:O}): nothing is created in between."
            : null;
    }
}
