using System.ComponentModel;
using IntegrationFunctions.Platform.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.DataKeys;

internal static class RotateDataKey
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("rotate", Handle)
            .RequireRoles(DataKeyEndpoints.Managers)
            .Described(
                "rotateDataKey",
                "Make a new data key",
                "New secrets and sensitive fields are sealed with it from now on, and those that are there are sealed anew before the answer comes, "
                    + "which takes a while where there are many. Should that be interrupted, the older key goes on opening what is left.",
                409
            );

    private static async Task<Ok<RotatedView>> Handle(
        HttpContext http,
        KeyAdministration administration,
        IHostApplicationLifetime lifetime
    )
    {
        var caller = http.Caller();
        // Whoever hangs up doesn't stop it half way.
        var (number, resealed) = await administration.RotateTenant(
            caller.TenantId,
            caller.UserId,
            lifetime.ApplicationStopping
        );
        return TypedResults.Ok(new RotatedView(number, resealed));
    }

    [DisplayName("RotatedDataKey")]
    internal sealed record RotatedView(
        [property: Description("Number of the new key.")] int Number,
        [property: Description("Secrets and documents that were sealed anew.")] int Resealed
    );
}
