using IntegrationFunctions.Identity.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.SignIn;

internal static class EndMySession
{
    public static void Map(IEndpointRouteBuilder me) =>
        me.MapDelete("sessions/{sessionId}", Handle)
            .Described("endMySession", "End one of my sessions", "The browser is signed out from now on.", 404);

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string sessionId,
        HttpContext http,
        ISessions sessions,
        CancellationToken ct
    ) =>
        await sessions.End(http.Caller().AccountId, http.Caller().UserId, sessionId, ct)
            ? TypedResults.NoContent()
            : Problems.NotFound("session", sessionId);
}
