using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace IntegrationFunctions.Functions.Http.Applications;

internal static class RotateApplicationSecret
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/rotate-secret", Handle)
            .Described(
                "rotateApplicationSecret",
                "Replace an application's secret",
                "The old one opens nothing from now on. The answer holds the new one, this once.",
                404,
                409
            );

    private static async Task<Results<Ok<NewApplicationView>, ProblemHttpResult>> Handle(
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
        if (application.ClientType != ClientTypes.Confidential)
        {
            return Problems.Create(
                StatusCodes.Status409Conflict,
                "application-public",
                "A public application has no secret."
            );
        }
        var secret = ApplicationRules.NewSecret();
        await applications.UpdateAsync(application, secret, ct);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new NewApplicationView(ApplicationView.From(application), secret));
    }
}
