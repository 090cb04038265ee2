using IntegrationFunctions.Connectors.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Integrations;

internal static class GetIntegration
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}", Handle)
            .RequireAnyRole()
            .Described(
                "getIntegration",
                "Read an integration",
                "The answer's ETag goes into If-Match of a change.",
                404
            );

    private static async Task<Results<Ok<IntegrationView>, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        IntegrationService integrations,
        CancellationToken ct
    )
    {
        if (await integrations.Get(http.Caller().TenantId, id, ct) is not { } integration)
        {
            return Problems.NotFound("integration", id);
        }
        http.Response.SetETag(integration.Version);
        return TypedResults.Ok(IntegrationView.From(integration));
    }
}
