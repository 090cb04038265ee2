using IntegrationFunctions.Functions.Http.Users;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.SignIn;

internal static class EndSessions
{
    public static void Map(IEndpointRouteBuilder users) =>
        users
            .MapDelete("{id}/sessions", Handle)
            .Described(
                "endSessions",
                "End a user's sessions",
                "The user is signed out of every browser from now on. Only an owner may do this to an owner.",
                404
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IUsers users,
        ISessions sessions,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (await users.Get(caller.AccountId, id, ct) is not { } user)
        {
            return Problems.NotFound("user", id);
        }
        if (!caller.MayManage(user.Roles))
        {
            return Problems.Forbidden("Only an owner may sign an owner out.");
        }
        await sessions.EndAll(caller.AccountId, id, ct: ct);
        return TypedResults.NoContent();
    }
}
