using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

internal static class GetUser
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}", Handle)
            .RequireRoles(UserEndpoints.Readers)
            .Described("getUser", "Read a user", "Name and roles.", 404);

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IUsers users,
        CancellationToken ct
    )
    {
        if (await users.Get(http.Caller().AccountId, id, ct) is { } user)
        {
            http.Response.SetETag(user.Version);
            return TypedResults.Ok(UserView.From(user));
        }
        return Problems.NotFound("user", id);
    }
}
