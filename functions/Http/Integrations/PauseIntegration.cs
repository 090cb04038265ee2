using IntegrationFunctions.Connectors.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Integrations;

internal static class PauseIntegration
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/pause", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "pauseIntegration",
                "Pause an integration",
                "Nothing is read from or written to the foreign system until it is resumed. One that is paused already stays as it is.",
                404
            );

    private static async Task<Results<Ok<IntegrationView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IntegrationService integrations,
        CancellationToken ct
    ) => (await integrations.Pause(http.Caller().TenantId, id, ct)).Answer(http.Response);
}
