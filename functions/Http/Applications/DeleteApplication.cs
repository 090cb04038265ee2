using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;

namespace IntegrationFunctions.Functions.Http.Applications;

internal static class DeleteApplication
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapDelete("{id}", Handle)
            .Described(
                "deleteApplication",
                "Remove an OAuth application",
                "Its tokens, and what people allowed it, are void from now on.",
                404
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IOpenIddictApplicationManager applications,
        IOpenIddictAuthorizationManager authorizations,
        IOpenIddictTokenManager tokens,
        CancellationToken ct
    )
    {
        if (await applications.FindOwn(http.Caller(), id, ct) is not { } application)
        {
            return Problems.NotFound("application", id);
        }
        await applications.DeleteAsync(application, ct);
        await authorizations.RevokeByApplicationIdAsync(id, ct);
        await tokens.RevokeByApplicationIdAsync(id, ct);
        return TypedResults.NoContent();
    }
}
