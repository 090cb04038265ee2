using System.ComponentModel;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Connectors.Sync;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class ExplainRecord
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/why/{key}", Handle)
            .RequireAnyRole()
            .Described(
                "explainRecord",
                "Say where a record's values come from",
                "For each field of a stored record: the rule, the source fields with their values, the entry of a value map, and the version of the "
                    + "mapping that made it.",
                404,
                422
            );

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(
        string id,
        [Description("The record's key at the source.")] string key,
        HttpContext http,
        ObjectMappings mappings,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await mappings.Find(tenant, id, ct) is not { } mapping)
        {
            return MappingEndpoints.NotFound(id);
        }
        var explained = await mappings.Explain(tenant, mapping, key, ct);
        return explained.TryGet(out var origins, out var error)
            ? TypedResults.Ok(Answer.From(origins))
            : Problems.From(error);
    }

    [DisplayName("ExplainedRecord")]
    internal sealed record Answer(
        string Key,
        [property: Description("The version of the mapping that made it; 0 is the connector's own.")] int Version,
        [property: Description("As it is stored.")] JsonObject Canonical,
        [property: Description("Why nobody sees it; null for a good record.")] Withheld? Withheld,
        IReadOnlyList<FaultView> Faults,
        IReadOnlyList<OriginView> Why
    )
    {
        public static Answer From(RecordOrigins origins) =>
            new(
                origins.Key,
                origins.Version,
                origins.Canonical,
                origins.Withheld,
                [.. origins.Faults.Select(FaultView.From)],
                [.. origins.Why.Select(OriginView.From)]
            );
    }
}
