using System.ComponentModel;
using IntegrationFunctions.Platform.Http.Rules;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationFunctions.Functions.Http.TenantSettings;

internal static class PutEgress
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPut("egress", Handle)
            .RequireRoles(TenantEndpoints.Managers)
            .Described(
                "putEgress",
                "Say where requests may go",
                "Replaces all lists. Hosts are kept in lower case and punycode. If-Match must carry the ETag that was read: 428 without, 412 "
                    + "where somebody else was faster. Other processes obey within ten seconds.",
                400,
                412,
                413,
                415,
                422,
                428
            );

    private static async Task<Results<Ok<EgressView>, ProblemHttpResult>> Handle(
        EgressView body,
        [FromHeader(Name = "If-Match")] [Description("The ETag that was read.")] string? ifMatch,
        HttpContext http,
        IEgressRules rules,
        CancellationToken ct
    )
    {
        _ = ifMatch;
        if (http.Request.TryIfMatch(out var version) is { } refused)
        {
            return refused;
        }
        var outcome = await rules.Put(
            http.Caller().TenantId,
            version,
            body.Allowed?.Select(rule => rule.ToRule()).ToArray(),
            body.Extensions?.ToDictionary(
                e => e.Key,
                IReadOnlyList<EgressRule> (e) => [.. (e.Value ?? []).Select(rule => rule.ToRule())],
                StringComparer.Ordinal
            ),
            ct
        );
        if (outcome.Egress is not { } egress)
        {
            return Problems.From(outcome.Errors);
        }
        http.Response.SetETag(egress.Version);
        return TypedResults.Ok(EgressView.From(egress));
    }
}
