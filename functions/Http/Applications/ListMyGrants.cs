using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;

namespace IntegrationFunctions.Functions.Http.Applications;

internal static class ListMyGrants
{
    public static void Map(IEndpointRouteBuilder grants) =>
        grants
            .MapGet("", Handle)
            .Described(
                "listMyGrants",
                "List what I allowed applications",
                "Each application that works in your name, and its scopes."
            );

    private static async Task<Ok<Page<GrantView>>> Handle(
        HttpContext http,
        IOpenIddictAuthorizationManager authorizations,
        IOpenIddictApplicationManager applications,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        var found = Grants.Of(new(caller.AccountId, caller.UserId), authorizations, applications, ct);
        return TypedResults.Ok(new Page<GrantView>(await found.ToListAsync(ct), null));
    }
}
