using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.DataKeys;

internal static class RenewDataKey
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("renew", Handle)
            .RequireRoles(Role.Owner)
            .Described(
                "renewDataKey",
                "Make a data key after the old one was destroyed",
                "For new secrets and sensitive fields. What was sealed before stays unreadable.",
                409
            );

    private static async Task<Results<Ok<DataKeyView>, ProblemHttpResult>> Handle(
        HttpContext http,
        ITenantKeys keys,
        KeyAdministration administration,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (await keys.State(caller.TenantId, ct) is not { Current: null, DestroyedAt: not null })
        {
            return Problems.Create(
                StatusCodes.Status409Conflict,
                "data-key-not-destroyed",
                "The data key was not destroyed, so there is none to make anew. For a newer one use rotateDataKey."
            );
        }
        await administration.Renew(caller.TenantId, caller.UserId, ct);
        return TypedResults.Ok(DataKeyView.From(await keys.State(caller.TenantId, ct)));
    }
}
