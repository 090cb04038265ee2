using IntegrationFunctions.Connectors.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Integrations;

internal static class ResumeIntegration
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("{id}/resume", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "resumeIntegration",
                "Resume an integration",
                "Lets a paused integration go on. One that is active already stays as it is.",
                404
            );

    private static async Task<Results<Ok<IntegrationView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IntegrationService integrations,
        CancellationToken ct
    ) => (await integrations.Resume(http.Caller().TenantId, id, ct)).Answer(http.Response);
}
