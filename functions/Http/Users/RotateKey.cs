using System.ComponentModel;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

internal static class RotateKey
{
    private const int DefaultHours = 24;
    private const int MostHours = 30 * 24;

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/keys/{keyId}/rotate", Handle)
            .RequireRoles(UserEndpoints.Managers)
            .RequireScope("keys:write")
            .Described(
                "rotateKey",
                "Replace an API key",
                "Makes a key with the same name, scopes, addresses and length of life. The old one goes on working for overlapHours, so that "
                    + "programs can be changed one after the other. The answer holds the new key, this once.",
                400,
                404,
                409,
                422
            );

    private static async Task<Results<Created<NewKeyView>, ProblemHttpResult>> Handle(
        string id,
        string keyId,
        Body? body,
        HttpContext http,
        IUsers users,
        IApiKeys keys,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (await users.Get(caller.AccountId, id, ct) is not { } user)
        {
            return Problems.NotFound("user", id);
        }
        if (await keys.Get(caller.AccountId, keyId, ct) is not { } key || key.UserId != id)
        {
            return Problems.NotFound("key", keyId);
        }
        var lost = key.Narrow(Scopes.Of(user.Roles)).Where(scope => !caller.May(scope));
        if (!caller.MayManage(user.Roles) || lost.Any(scope => scope != Scopes.ApprovePayments))
        {
            return Problems.Forbidden("The key may do what you may not; who turns it over would learn the new one.");
        }
        var hours = body?.OverlapHours ?? DefaultHours;
        if (hours is < 0 or > MostHours)
        {
            return Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "validation-failed",
                $"'overlapHours' must be 0 to {MostHours}; got {hours}.",
                "/overlapHours"
            );
        }
        var created = await keys.Rotate(caller.AccountId, keyId, TimeSpan.FromHours(hours), caller.UserId, ct);
        return created is null
            ? Problems.Create(
                StatusCodes.Status409Conflict,
                "key-ended",
                "The key is revoked, expired or replaced already. Make a new one with createKey."
            )
            : NewKeyView.Answer(http, created);
    }

    [DisplayName("KeyRotation")]
    internal sealed record Body(
        [property: Description("How long the old key goes on working: 0 to 720 hours, 24 where absent.")]
            int? OverlapHours = null
    );
}
