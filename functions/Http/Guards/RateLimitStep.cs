using System.Globalization;
using IntegrationFunctions.Identity.RateLimits;

namespace IntegrationFunctions.Functions.Http.Guards;

/// <summary>
/// Refuses calls beyond the plan's rate with 429 and Retry-After, and says in every answer how much is left: the fields of
/// draft-ietf-httpapi-ratelimit-headers.
/// </summary>
internal static class RateLimitStep
{
    /// <summary>After sign-in and routing.</summary>
    public static Task Run(HttpContext http, RequestDelegate next)
    {
        if (http.FindCaller() is not { } caller)
        {
            return next(http);
        }
        var limiter = http.RequestServices.GetRequiredService<RateLimiter>();
        var verdict = limiter.Take(caller.AccountId, caller.KeyId, Class(http), http.RequestAborted);
        return verdict.IsCompletedSuccessfully ? Answer(http, verdict.Result, next) : Wait(http, verdict, next);
    }

    private static async Task Wait(HttpContext http, ValueTask<RateVerdict> verdict, RequestDelegate next) =>
        await Answer(http, await verdict, next);

    private static Task Answer(HttpContext http, in RateVerdict verdict, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers["RateLimit-Policy"] = verdict.Policy;
        headers["RateLimit"] = verdict.Limit;
        if (verdict.Reached is not { } limit)
        {
            return next(http);
        }
        headers.RetryAfter = ((long)verdict.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var whose = verdict.Whose == "key" ? "This API key" : "Your tenant";
        return Problems
            .Create(
                StatusCodes.Status429TooManyRequests,
                "rate-limited",
                $"{whose} may make {limit.Quota} such calls in {limit.Window} seconds, {limit.Burst} of them at once. Wait for Retry-After, "
                    + "and spread calls over time; a larger plan allows more.",
                [],
                verdict.RetryAfter
            )
            .ExecuteAsync(http);
    }

    private static RouteClass Class(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<LimitedAs>()?.Class
        ?? (Mutates(http.Request.Method) ? RouteClass.Write : RouteClass.Read);

    /// <summary>Whether a method is one that changes something (RFC 9110 section 9.2.1: it is not safe).</summary>
    internal static bool Mutates(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);
}

/// <summary>Which limits an endpoint is under; one that says nothing is under those of its method.</summary>
public sealed record LimitedAs(RouteClass Class);

/// <summary>Says which limits endpoints are under.</summary>
public static class LimitedAsExtensions
{
    /// <summary>Starts long work.</summary>
    public static TBuilder Heavy<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new LimitedAs(RouteClass.Heavy));
}
