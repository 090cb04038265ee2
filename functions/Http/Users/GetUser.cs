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
    ) =>
        await users.Get(http.Caller().TenantId, id, ct) is { } user
            ? TypedResults.Ok(UserView.From(user))
            : Problems.NotFound("user", id);
}
