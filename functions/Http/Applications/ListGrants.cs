using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;

namespace IntegrationFunctions.Functions.Http.Applications;

internal static class ListGrants
{
    public static void Map(IEndpointRouteBuilder grants) =>
        grants
            .MapGet("", Handle)
            .RequireRoles(Role.Owner, Role.Administrator, Role.Auditor)
            .Described(
                "listGrants",
                "List what a user allowed applications",
                "Each application that works in the user's name.",
                404
            );

    private static async Task<Results<Ok<Page<GrantView>>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IUsers users,
        IOpenIddictAuthorizationManager authorizations,
        IOpenIddictApplicationManager applications,
        CancellationToken ct
    )
    {
        var account = http.Caller().AccountId;
        if (await users.Get(account, id, ct) is null)
        {
            return Problems.NotFound("user", id);
        }
        var found = Grants.Of(new(account, id), authorizations, applications, ct);
        return TypedResults.Ok(new Page<GrantView>(await found.ToListAsync(ct), null));
    }
}
