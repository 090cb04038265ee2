using IntegrationFunctions.Identity.OAuth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Applications;

internal static class ListApplications
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireRoles(ApplicationEndpoints.Readers)
            .Described("listApplications", "List OAuth applications", "Those of the tenant; never their secrets.");

    private static async Task<Ok<Page<ApplicationView>>> Handle(
        HttpContext http,
        IOAuthApplications applications,
        CancellationToken ct
    )
    {
        var items = new List<ApplicationView>();
        await foreach (var application in applications.Of(http.Caller().AccountId, ct))
        {
            items.Add(ApplicationView.From(application));
        }
        return TypedResults.Ok(new Page<ApplicationView>(items, null));
    }
}
