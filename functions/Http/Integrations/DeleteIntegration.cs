using System.ComponentModel;
using IntegrationFunctions.Connectors.Integrations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.Integrations;

internal static class DeleteIntegration
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapDelete("{id}", Handle)
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "deleteIntegration",
                "Delete an integration",
                "Its settings and secrets are gone at once. With If-Match only the version that was read is deleted.",
                404,
                412
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        string id,
        [FromHeader(Name = "If-Match")]
        [Description("The ETag that was read; absent: whatever is there.")]
            string? ifMatch,
        HttpContext http,
        IntegrationService integrations,
        Webhooks.Incoming.IncomingWebhooks webhooks,
        CancellationToken ct
    )
    {
        int? version = null;
        if (ifMatch is not null)
        {
            if (http.Request.TryIfMatch(out var number) is { } refused)
            {
                return refused;
            }
            version = number;
        }
        var tenant = http.Caller().TenantId;
        if (await integrations.Delete(tenant, id, version, ct) is { } error)
        {
            return Problems.From(error);
        }
        await webhooks.DeleteAll(tenant, id, ct);
        return TypedResults.NoContent();
    }
}
