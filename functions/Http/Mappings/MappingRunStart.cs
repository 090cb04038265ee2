using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Functions.Mappings;
using IntegrationFunctions.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

/// <summary>Starts a run for a request; the same Idempotency-Key starts the same run.</summary>
internal static class MappingRunStart
{
    public static async Task<Results<Accepted<MappingRunView>, ProblemHttpResult>> Run(
        HttpContext http,
        ObjectMapping mapping,
        MappingRunKind kind,
        int version,
        string? undoes,
        MappingStarter starter,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (http.Request.TryIdempotencyKey(out var key) is { } refused)
        {
            return refused;
        }
        var caller = http.Caller();
        var runId = key is null
            ? Identifiers.New("mrn", clock)
            : Identifiers.From("mrn", caller.TenantId, mapping.Id, $"{kind}", key);
        var run = await starter.Start(caller.TenantId, caller.UserId, mapping, runId, kind, version, undoes, ct);
        return TypedResults.Accepted($"/api/v1/mappings/{mapping.Id}/runs/{run.Id}", MappingRunView.From(run));
    }
}
