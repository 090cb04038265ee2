using IntegrationFunctions.Functions.Host;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Pages;

/// <summary>/health/live: the process answers. /health/ready: it can do its work, proven by a write.</summary>
internal static class Health
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Ok(new Report("ok", []))).ExcludeFromDescription();
        app.MapGet("/health/ready", Ready).ExcludeFromDescription();
    }

    private static async Task<JsonHttpResult<Report>> Ready(Readiness readiness, CancellationToken ct)
    {
        var reasons = await readiness.Check(ct);
        return reasons.Count == 0
            ? TypedResults.Json(new Report("ok", []))
            : TypedResults.Json(new Report("not ready", reasons), statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    internal sealed record Report(string Status, IReadOnlyList<string> Reasons);
}
