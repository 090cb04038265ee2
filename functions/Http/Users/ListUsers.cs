using IntegrationFunctions.Functions.Http.Lists;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

internal static class ListUsers
{
    private static readonly ListRules<UserView> Rules = new ListRules<UserView>()
        .Filter("name", "Only users of this name.", user => user.Name)
        .Range("createdAt", user => user.CreatedAt);

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("", Handle)
            .RequireRoles(UserEndpoints.Readers)
            .Lists(Rules)
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
        Rules.Run(
            http.Request,
            limit,
            cursor,
            async page =>
            {
                var found = await users.List(http.Caller().AccountId, page.Size, page.After, ct);
                return new Page<UserView>([.. found.Users.Select(UserView.From)], found.Next);
            }
        );
}
