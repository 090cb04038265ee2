using System.ComponentModel;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.DataKeys;

internal static class DestroyDataKey
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("destroy", Handle)
            .RequireRoles(Role.Owner)
            .Described(
                "destroyDataKey",
                "Destroy the data key",
                "The tenant's secrets and sensitive fields can't be read any more, by anyone, ever: here at once, in other processes within a "
                    + "minute. New ones are refused with tenant-key-destroyed until renewDataKey. A repeat is harmless.",
                422
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Body body,
        HttpContext http,
        KeyAdministration administration,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        if (body.TenantId != caller.TenantId)
        {
            return Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "validation-failed",
                $"There is no way back, so 'tenantId' must confirm whose key it is: '{caller.TenantId}'. Nothing was destroyed.",
                "/tenantId"
            );
        }
        await administration.Destroy(caller.TenantId, caller.UserId, ct);
        return TypedResults.NoContent();
    }

    [DisplayName("DataKeyDestruction")]
    internal sealed record Body(
        [property: Description("The tenant's id, to confirm it; there is no way back.")] string TenantId
    );
}
