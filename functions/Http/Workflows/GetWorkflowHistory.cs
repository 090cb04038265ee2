using System.ComponentModel;
using System.Globalization;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Replay;
using IntegrationFunctions.Functions.Http.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Workflows;

internal static class GetWorkflowHistory
{
    private const string Export = "export";

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/history", Handle)
            .RequireAnyRole()
            .Described(
                "getWorkflowHistory",
                "Read what a workflow did",
                "The events of its current execution, oldest first, by pages of limit (1 to 200, 50 where absent). "
                    + "With payloads=true also what steps were given and returned; with format=export the whole history as one document that 'workflow replay' takes. Both only for those who manage workflows (owner, administrator, developer).",
                400,
                404
            );

    private static async Task<Results<Ok<Page<WorkflowEventView>>, FileContentHttpResult, ProblemHttpResult>> Handle(
        string id,
        [Description("Whether to show inputs and results of steps.")] bool? payloads,
        [Description("'export' for the whole history as one document.")] string? format,
        int? limit,
        string? cursor,
        HttpContext http,
        DurableTaskClient workflows,
        CancellationToken ct
    )
    {
        if (format is not (null or "" or Export))
        {
            return Problems.Create(
                StatusCodes.Status400BadRequest,
                "parameter-invalid",
                $"The parameter 'format' can't be '{format}'; it may be '{Export}'."
            );
        }
        if ((payloads == true || format == Export) && !http.Caller().Is(IntegrationEndpoints.Managers))
        {
            return Problems.Forbidden(
                "Inputs and results of steps are shown to those who manage workflows: owner, administrator, developer."
            );
        }
        if (
            await workflows.Own(http, id, ct) is not { } found
            || await workflows.GetHistoryAsync(id, ct) is not { } history
        )
        {
            return Problems.NotFound("workflow", id);
        }
        if (format == Export)
        {
            return TypedResults.Bytes(ExportedHistory.Of(found, history).ToJson(), "application/json", $"{id}.json");
        }
        var page = await Paging.Run(
            limit,
            cursor,
            (size, after) =>
            {
                if (!int.TryParse(after ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var from))
                {
                    throw new FormatException("The cursor is not one of this list.");
                }
                var to = (int)Math.Min((long)from + size, history.Count);
                var items = Enumerable
                    .Range(from, Math.Max(to - from, 0))
                    .Select(i => WorkflowEventView.From(i, history[i], payloads == true));
                var next = to < history.Count ? to.ToString(CultureInfo.InvariantCulture) : null;
                return Task.FromResult(new Page<WorkflowEventView>([.. items], next));
            }
        );
        return page.Result is Ok<Page<WorkflowEventView>> ok ? ok : (ProblemHttpResult)page.Result;
    }
}
