using System.Globalization;
using IntegrationFunctions.Identity.Quotas;

namespace IntegrationFunctions.Functions.Http.Guards;

/// <summary>Counts calls against the plan's month, and refuses those beyond it with 429. What tells of limits may be read all the same.</summary>
internal static class QuotaStep
{
    /// <summary>After all that refuses calls: those don't count.</summary>
    public static Task Run(HttpContext http, RequestDelegate next)
    {
        if (http.FindCaller() is not { } caller || http.GetEndpoint()?.Metadata.GetMetadata<NotCounted>() is not null)
        {
            return next(http);
        }
        var meter = http.RequestServices.GetRequiredService<QuotaMeter>();
        var counted = meter.Count(caller.AccountId, http.RequestAborted);
        return counted.IsCompletedSuccessfully && counted.Result is null ? next(http) : Wait(http, counted, next);
    }

    private static async Task Wait(HttpContext http, ValueTask<DateTimeOffset?> counted, RequestDelegate next)
    {
        if (await counted is not { } ends)
        {
            await next(http);
            return;
        }
        var wait = ends - http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        http.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(
            CultureInfo.InvariantCulture
        );
        await Problems
            .Create(
                StatusCodes.Status429TooManyRequests,
                "quota-exceeded",
                $"Your tenant has made all calls that its plan has for this month; the next one begins at {ends:yyyy-MM-dd'T'HH:mm:ss'Z'}. "
                    + "A larger plan has more: ask whoever runs this platform. GET /api/v1/usage shows what was used.",
                [],
                wait
            )
            .ExecuteAsync(http);
    }
}

/// <summary>Calls of this endpoint are free.</summary>
public sealed record NotCounted;
