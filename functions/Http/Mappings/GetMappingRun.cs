using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Functions.Mappings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class GetMappingRun
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/runs/{runId}", Handle)
            .RequireAnyRole()
            .Described(
                "getMappingRun",
                "Read a run of a mapping",
                "How far it is, and the difference that the version makes: counts, fields, and examples with their values before and after.",
                404
            );

    private static async Task<Results<Ok<MappingRunView>, ProblemHttpResult>> Handle(
        string id,
        string runId,
        HttpContext http,
        ObjectMappings mappings,
        MappingRuns runs,
        MappingStarter starter,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await mappings.Find(tenant, id, ct) is not { } mapping)
        {
            return MappingEndpoints.NotFound(id);
        }
        return await runs.Get(tenant, mapping.IntegrationId, mapping.ObjectName, runId, ct) is { } run
            ? TypedResults.Ok(MappingRunView.From(await starter.Settle(tenant, run, ct)))
            : Problems.NotFound("run of a mapping", runId);
    }
}
