using System.ComponentModel;
using IntegrationFunctions.Mapping.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.ValueMaps;

internal static class PutValueMap
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPut("{name}", Handle)
            .RequireRoles(ValueMapEndpoints.Keepers)
            .Described(
                "putValueMap",
                "Make or replace a value map",
                "Makes it, or replaces the one that there is: If-Match must carry its ETag then (428 without, 412 where somebody else was faster). "
                    + "Synchronisations look values up in it from the next page on; records that are stored follow with the next synchronisation, or "
                    + "at once where the mapping's version is activated again.",
                400,
                409,
                412,
                413,
                415,
                422,
                428
            );

    private static async Task<Results<Created<ValueMapView>, Ok<ValueMapView>, ProblemHttpResult>> Handle(
        string name,
        Body body,
        [FromHeader(Name = "If-Match")] [Description("The ETag that was read; absent for a new one.")] string? ifMatch,
        HttpContext http,
        Mapping.ValueMaps.ValueMaps valueMaps,
        CancellationToken ct
    )
    {
        _ = ifMatch;
        var caller = http.Caller();
        var stored = await valueMaps.Get(caller.TenantId, name, ct);
        if (ValueMapView.TryVersion(http.Request, stored, out var version) is { } refused)
        {
            return refused;
        }
        var map = new ValueMap(body.Entries, body.Default, body.IgnoreCase);
        var outcome = await valueMaps.Put(caller.TenantId, caller.UserId, name, body.Title, map, version, ct);
        if (outcome.Stored is not { } put)
        {
            return Problems.From(outcome.Errors);
        }
        http.Response.SetETag(put.Version);
        return outcome.IsNew
            ? TypedResults.Created($"/api/v1/value-maps/{name}", ValueMapView.From(put))
            : TypedResults.Ok(ValueMapView.From(put));
    }

    [DisplayName("ValueMapContent")]
    internal sealed record Body(
        [property: Description("The pairs, at most 10,000; each 'from' once.")] IReadOnlyList<ValueMapEntry> Entries,
        [property: Description("What stands for a value that is not in it; absent: nothing does, and it is reported.")]
            string? Default = null,
        [property: Description("Whether de finds DE.")] bool IgnoreCase = false,
        [property: Description("For people, at most 200 characters.")] string? Title = null
    );
}
