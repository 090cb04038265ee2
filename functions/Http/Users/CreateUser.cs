using System.ComponentModel;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.Users;

internal static class CreateUser
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("", Handle)
            .RequireRoles(UserEndpoints.Managers)
            .Described(
                "createUser",
                "Add a user",
                "A person or a program. It signs in with keys: see createKey. Only an owner may make an owner or an approver. With an Idempotency-Key a "
                    + "repeat answers with the user that the first attempt made.",
                400,
                409,
                422
            );

    private static async Task<Results<Created<UserView>, ProblemHttpResult>> Handle(
        Body body,
        [FromHeader(Name = "Idempotency-Key")]
        [Description("1 to 255 printable ASCII characters, such as a UUID.")]
            string? idempotencyKey,
        HttpContext http,
        IUsers users,
        CancellationToken ct
    )
    {
        _ = idempotencyKey;
        if (http.Request.TryIdempotencyKey(out var key) is { } refused)
        {
            return refused;
        }
        var name = body.Name.Trim();
        if (UserRules.NameFault(name) is { } fault)
        {
            return fault;
        }
        if (body.Roles.Count == 0)
        {
            return UserRules.NoRoles();
        }
        var caller = http.Caller();
        if (UserRules.MayGive(caller, body.Roles) is { } refusal)
        {
            return refusal;
        }
        var id = key is null ? null : Identifiers.From("usr", caller.AccountId, "create-user", key);
        var user = await users.Create(caller.AccountId, name, body.Roles, caller.UserId, id, ct);
        if (user.Name != name || !user.Roles.ToHashSet().SetEquals(body.Roles))
        {
            return Problems.Create(
                StatusCodes.Status409Conflict,
                "idempotency-key-reused",
                $"This Idempotency-Key made the user '{user.Id}' from another body. Send a new key with a new request."
            );
        }
        return TypedResults.Created($"/api/v1/users/{user.Id}", UserView.From(user));
    }

    [DisplayName("NewUser")]
    internal sealed record Body(
        [property: Description("1 to 100 characters.")] string Name,
        [property: Description("What the user may do; at least one.")] IReadOnlyList<Role> Roles
    );
}
