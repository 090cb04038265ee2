using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;

namespace IntegrationFunctions.Functions.Http.Applications;

internal static class GetApplication
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}", Handle)
            .RequireRoles(ApplicationEndpoints.Readers)
            .Described("getApplication", "Read an OAuth application", "Never its secret.", 404);

    private static async Task<Results<Ok<ApplicationView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IOpenIddictApplicationManager applications,
        CancellationToken ct
    )
    {
        if (await applications.FindOwn(http.Caller(), id, ct) is not { } application)
        {
            return Problems.NotFound("application", id);
        }
        http.Response.SetETag(application.Version);
        return TypedResults.Ok(ApplicationView.From(application));
    }
}
