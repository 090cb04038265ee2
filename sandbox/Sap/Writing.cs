using IntegrationFunctions.Sandbox.Sap.Sets;
using IntegrationFunctions.Sandbox.Worlds;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>Changes to business partners: PATCH, MERGE, and POST that tunnels one of them in X-HTTP-Method.</summary>
internal static class Writing
{
    public static async Task Handle(SapRequest request)
    {
        var http = request.Http;
        if (!http.RequestServices.GetRequiredService<CsrfSessions>().IsValid(http))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            http.Response.Headers[CsrfSessions.Header] = "Required";
            http.Response.ContentType = "text/plain;charset=utf-8";
            await http.Response.WriteAsync("CSRF token validation failed");
            return;
        }
        var method = http.Request.Method;
        if (method == "POST" && http.Request.Headers["X-HTTP-Method"] is [{ Length: > 0 } tunnelled])
        {
            method = tunnelled.ToUpperInvariant();
        }
        var set = request.OpenSet(request.Path.Set);
        if (
            method is not ("PATCH" or "MERGE")
            || set is not PartnerSet partners
            || request.Path is not { Key: not null, Navigation: null }
        )
        {
            throw new ODataException(405, "/IWFND/CM_MGW/096", $"Method {method} not allowed on {request.Path.Set}.");
        }
        var index = partners.Find(request.Path.KeyValues(set.Type));
        if (index < 0)
        {
            throw ODataException.NoEntity(request.Path.Set);
        }
        if (http.Request.Headers.IfMatch.ToString() is not { Length: > 0 } ifMatch)
        {
            throw new ODataException(
                428,
                "/IWFND/CM_MGW/555",
                "Precondition required: send If-Match with the etag that was read."
            );
        }
        var values = await EntityBody.Read(http, set.Type);
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        http.Response.Headers.ETag = Apply(request.World, partners, index, ifMatch, values, time);
        http.Response.Headers["dataserviceversion"] = "2.0";
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static string Apply(
        World world,
        PartnerSet partners,
        int index,
        string ifMatch,
        Dictionary<string, object?> values,
        TimeProvider time
    )
    {
        lock (world.Gate)
        {
            if (
                ifMatch != "*"
                && !ifMatch.Split(',', StringSplitOptions.TrimEntries).Contains(partners.Row(index).ETag)
            )
            {
                throw new ODataException(
                    412,
                    "/IWFND/CM_MGW/556",
                    "Precondition failed: the entity was changed after it was read."
                );
            }
            var before = world.PartnerChanges.GetValueOrDefault(index);
            var change = new PartnerChange(
                Text(values, "OrganizationBPName1", before?.Name),
                Text(values, "SearchTerm1", before?.SearchTerm),
                Text(values, "CorrespondenceLanguage", before?.Language),
                values.TryGetValue("BusinessPartnerIsBlocked", out var blocked) ? blocked is true : before?.Blocked,
                time.GetUtcNow().UtcDateTime,
                "SANDBOX",
                (before?.Version ?? 0) + 1
            );
            world.Save(new Dictionary<int, PartnerChange> { [index] = change });
            return partners.Row(index).ETag!;
        }
    }

    // ABAP knows no null text: null arrives as initial, the empty text.
    private static string? Text(Dictionary<string, object?> values, string property, string? before) =>
        values.TryGetValue(property, out var value) ? (string?)value ?? "" : before;
}
