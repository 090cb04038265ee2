using IntegrationFunctions.Functions.Http.Shaping;
using IntegrationFunctions.Identity.Cors;
using Microsoft.Net.Http.Headers;

namespace IntegrationFunctions.Functions.Http.Guards;

/// <summary>
/// Lets browsers give answers to the pages that a tenant allows, and to no other (Fetch standard, section 3.2). Never with credentials: a
/// page sends a key or a token, and cookies of this site are for its own pages.
/// </summary>
internal static class CorsStep
{
    private const string Methods = "GET, POST, PUT, PATCH, DELETE";
    private const string MayAsk =
        $"Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, {ApiVersions.Header}";
    private const string MayRead =
        $"ETag, Location, Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed, {ApiVersions.Header}";

    /// <summary>Before sign-in, which a browser's question beforehand doesn't have.</summary>
    public static Task Preflight(HttpContext http, RequestDelegate next) =>
        http.Request.Headers.Origin is [{ } origin] && http.Request.Path.StartsWithSegments("/api")
            ? Answer(http, origin, next)
            : next(http);

    /// <summary>After sign-in: the caller's own tenant decides.</summary>
    public static Task Caller(HttpContext http, RequestDelegate next) =>
        http.Request.Headers.Origin is [{ } origin] && http.FindCaller() is { } caller
            ? Decide(http, origin, caller.AccountId, next)
            : next(http);

    private static async Task Answer(HttpContext http, string origin, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        var isKnown = await http
            .RequestServices.GetRequiredService<ICorsOrigins>()
            .IsKnown(origin, http.RequestAborted);
        var asks =
            HttpMethods.IsOptions(http.Request.Method)
            && http.Request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod);
        if (isKnown)
        {
            headers.AccessControlAllowOrigin = origin;
        }
        if (!asks)
        {
            await next(http);
            return;
        }
        if (!isKnown)
        {
            await Problems
                .Create(
                    StatusCodes.Status403Forbidden,
                    "origin-unknown",
                    "No tenant allows pages of this origin to call the API. Add it with PUT /api/v1/tenant/cors."
                )
                .ExecuteAsync(http);
            return;
        }
        headers.AccessControlAllowMethods = Methods;
        headers.AccessControlAllowHeaders = MayAsk;
        headers.AccessControlMaxAge = "600";
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task Decide(HttpContext http, string origin, string tenant, RequestDelegate next)
    {
        var origins = http.RequestServices.GetRequiredService<ICorsOrigins>();
        if (await origins.IsAllowed(tenant, origin, http.RequestAborted))
        {
            http.Response.Headers.AccessControlAllowOrigin = origin;
            http.Response.Headers.AccessControlExposeHeaders = MayRead;
        }
        else
        {
            http.Response.Headers.Remove(HeaderNames.AccessControlAllowOrigin);
        }
        await next(http);
    }
}
