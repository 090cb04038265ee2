using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

internal static class DeleteUser
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapDelete("{id}", Handle)
            .RequireRoles(UserEndpoints.Managers)
            .Described(
                "deleteUser",
                "Remove a user",
                "Keys, tokens and sessions of the user open nothing any more. What the user did stays, under the same id. Only an owner may "
                    + "remove an owner, and nobody the last one.",
                404,
                409
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IUsers users,
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
            return Problems.Forbidden("Only an owner may remove an owner.");
        }
        return (await users.Delete(caller.AccountId, id, ct)).TryGet(out _, out var error)
            ? TypedResults.NoContent()
            : Problems.From(error);
    }
}
