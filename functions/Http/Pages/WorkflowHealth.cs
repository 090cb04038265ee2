using System.Text.Json.Nodes;
using IntegrationFunctions.Durable;

namespace IntegrationFunctions.Functions.Http.Pages;

/// <summary>/health/workflows: whether this instance reaches the workflows, proven by a question to them.</summary>
internal static class WorkflowHealth
{
    public const string Path = "/health/workflows";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet(Path, Answer).ExcludeFromDescription();

    /// <summary>The status code, and why; anything but 200 is for the operator.</summary>
    public static async Task<(int Status, JsonObject Report)> Check(DurableTaskClient workflows, CancellationToken ct)
    {
        try
        {
            await workflows.QueryInstancesAsync(new OrchestrationQuery(PageSize: 1), ct);
            return (StatusCodes.Status200OK, Report("ok"));
        }
        // What is wrong is in the log of whoever asked; a probe needs no sign-in, so it is told nothing more.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (
                StatusCodes.Status503ServiceUnavailable,
                Report("not ready", $"The workflows can't be reached ({e.GetType().Name}).")
            );
        }
    }

    private static async Task<IResult> Answer(DurableTaskClient workflows, CancellationToken ct)
    {
        var (status, report) = await Check(workflows, ct);
        return TypedResults.Json(report, statusCode: status);
    }

    private static JsonObject Report(string status, params string[] reasons) =>
        new()
        {
            ["status"] = status,
            ["reasons"] = new JsonArray([.. reasons.Select(reason => JsonValue.Create(reason))]),
        };
}
