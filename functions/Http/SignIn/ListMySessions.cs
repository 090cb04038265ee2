using IntegrationFunctions.Identity.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.SignIn;

internal static class ListMySessions
{
    public static void Map(IEndpointRouteBuilder me) =>
        me.MapGet("sessions", Handle)
            .Described(
                "listMySessions",
                "List my sessions",
                "The browsers in which you are signed in, the latest first."
            );

    private static async Task<Ok<Page<SessionView>>> Handle(HttpContext http, ISessions sessions, CancellationToken ct)
    {
        var caller = http.Caller();
        var list = await sessions.List(caller.AccountId, caller.UserId, ct);
        return TypedResults.Ok(new Page<SessionView>([.. list.Select(s => SessionView.From(s, caller))], null));
    }
}
