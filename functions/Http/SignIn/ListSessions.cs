using IntegrationFunctions.Functions.Http.Users;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.SignIn;

internal static class ListSessions
{
    public static void Map(IEndpointRouteBuilder users) =>
        users
            .MapGet("{id}/sessions", Handle)
            .RequireRoles(UserEndpoints.Readers)
            .Described("listSessions", "List a user's sessions", "Those that go on, the latest first.", 404);

    private static async Task<Results<Ok<Page<SessionView>>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IUsers users,
        ISessions sessions,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (await users.Get(caller.AccountId, id, ct) is null)
        {
            return Problems.NotFound("user", id);
        }
        var list = await sessions.List(caller.AccountId, id, ct);
        return TypedResults.Ok(new Page<SessionView>([.. list.Select(s => SessionView.From(s, caller))], null));
    }
}
