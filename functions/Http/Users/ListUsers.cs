using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

internal static class ListUsers
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireRoles(UserEndpoints.Readers)
            .Described(
                "listUsers",
                "List users",
                "By pages of limit (1 to 200, 50 where absent). Give 'next' back as cursor until it is null.",
                400
            );

    private static Task<Results<Ok<Page<UserView>>, ProblemHttpResult>> Handle(
        int? limit,
        string? cursor,
        HttpContext http,
        IUsers users,
        CancellationToken ct
    ) =>
        Paging.Run(
            limit,
            cursor,
            async (size, after) =>
            {
                var page = await users.List(http.Caller().AccountId, size, after, ct);
                return new Page<UserView>([.. page.Users.Select(UserView.From)], page.Next);
            }
        );
}
