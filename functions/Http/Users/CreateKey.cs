using System.ComponentModel;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

internal static class CreateKey
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/keys", Handle)
            .RequireRoles(UserEndpoints.Managers)
            .RequireScope("keys:write")
            .Described(
                "createKey",
                "Make an API key",
                "The answer holds the key, this once: it is stored as a hash and can't be shown again. Only an owner may make an owner's key.",
                400,
                404,
                422
            );

    private static async Task<Results<Created<NewKeyView>, ProblemHttpResult>> Handle(
        string id,
        Body body,
        HttpContext http,
        IUsers users,
        IApiKeys keys,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (await users.Get(caller.TenantId, id, ct) is not { } user)
        {
            return Problems.NotFound("user", id);
        }
        if (!caller.MayManage(user.Roles))
        {
            return Problems.Forbidden("Only an owner may make an owner's key.");
        }
        var name = body.Name.Trim();
        if (name.Length is 0 or > 100 || name.Any(char.IsControl))
        {
            return Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "validation-failed",
                "'name' must be 1 to 100 characters, not all blank, without control characters.",
                "/name"
            );
        }
        var created = await keys.Create(caller.TenantId, id, name, caller.UserId, ct);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            $"/api/v1/users/{id}/keys/{created.Key.Id}",
            new NewKeyView(KeyView.From(created.Key), created.Secret)
        );
    }

    [DisplayName("NewKey")]
    internal sealed record Body([property: Description("What the key is for, 1 to 100 characters.")] string Name);

    [DisplayName("CreatedKey")]
    internal sealed record NewKeyView(
        KeyView Key,
        [property: Description("The key itself. Keep it: it is not shown again.")] string Secret
    );
}
