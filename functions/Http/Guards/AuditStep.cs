using System.Diagnostics;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Audit;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Events;

namespace IntegrationFunctions.Functions.Http.Guards;

/// <summary>
/// Writes into the tenant's audit log who changes what and from where, before it is done, and who was refused. What is below asks
/// <see cref="ChangeOrigin"/> on whose behalf it runs.
/// </summary>
internal static class AuditStep
{
    /// <summary>After routing and sign-in, before all that refuses.</summary>
    public static Task Refusals(HttpContext http, RequestDelegate next)
    {
        if (http.FindCaller() is not { } caller)
        {
            return next(http);
        }
        ChangeOrigin.Set(() => Origin(http, caller));
        return Watch(http, caller, next);
    }

    /// <summary>Right before the endpoint: nothing is changed that is not written down. A repeat that is answered from memory changes nothing.</summary>
    public static async Task Changes(HttpContext http, RequestDelegate next)
    {
        if (
            RateLimitStep.Mutates(http.Request.Method)
            && http.FindCaller() is { } caller
            && http.GetEndpoint() is { } endpoint
        )
        {
            var name = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "call";
            await Append(http, caller, $"call.{name}", null);
        }
        await next(http);
    }

    private static async Task Watch(HttpContext http, Caller caller, RequestDelegate next)
    {
        await next(http);
        if (http.Response.StatusCode == StatusCodes.Status403Forbidden)
        {
            await Append(http, caller, "call.refused", "403");
        }
    }

    private static Task Append(HttpContext http, Caller caller, string action, string? status)
    {
        // The last value of a route names the thing that it is about.
        var route = http.GetEndpoint() is RouteEndpoint { RoutePattern: var pattern } ? pattern : null;
        var last = route?.Parameters is [.., var parameter]
            ? http.Request.RouteValues[parameter.Name]?.ToString()
            : null;
        var path = http.Request.Path.ToString();
        var type = path.Split('/', StringSplitOptions.RemoveEmptyEntries) is [_, _, var area, ..] ? area : path;
        var happened = new AuditEvent(
            Identifiers.New("aud", http.RequestServices.GetRequiredService<TimeProvider>()),
            action,
            type,
            last ?? type,
            Actor(http, caller)
        )
        {
            Detail = status is null ? $"{http.Request.Method} {path}" : $"{http.Request.Method} {path}: {status}",
        };
        return http.RequestServices.GetRequiredService<IAuditLog>().Append(caller.TenantId, happened);
    }

    private static AuditActor Actor(HttpContext http, Caller caller) => AuditActor.From(Origin(http, caller));

    private static ChangeOrigin Origin(HttpContext http, Caller caller) =>
        new(
            "user",
            caller.UserId,
            caller.KeyId,
            ClientAddress.From(http)?.ToString(),
            http.Request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? agent : null,
            Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier
        );
}
