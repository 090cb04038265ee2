using System.ComponentModel;
using IntegrationFunctions.Functions.Http.Guards;
using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Identity.RateLimits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Usage;

/// <summary>What a tenant uses of its plan.</summary>
public static class GetUsage
{
    /// <summary>Maps /usage.</summary>
    public static IEndpointRouteBuilder MapUsage(this IEndpointRouteBuilder api)
    {
        api.MapGet("/usage", Handle)
            .WithTags("Usage")
            .RequireAnyRole()
            .RequireScope("usage:read")
            .WithMetadata(new NotCounted())
            .Described(
                "getUsage",
                "Read what the tenant has used",
                "The tenant's plan, its calls and records of this calendar month, and its limits of calls by route class. This call is not counted."
            );
        return api;
    }

    private static async Task<Ok<UsageView>> Handle(HttpContext http, QuotaMeter meter, CancellationToken ct)
    {
        var usage = await meter.Read(http.Caller().AccountId, ct);
        var plan = usage.Plan.Plan;
        return TypedResults.Ok(
            new UsageView(
                plan.Name,
                usage.Month,
                usage.Plan.TimeZone.Id,
                usage.Ends,
                new(usage.Calls, plan.CallsPerMonth, plan.CallsPerMonth - usage.Calls),
                new(usage.Records, plan.RecordsPerMonth, plan.RecordsPerMonth - usage.Records),
                Enum.GetValues<RouteClass>()
                    .Select(route => new RateLimitView(route, View(plan.Of(route).Key), View(plan.Of(route).Tenant)))
                    .ToArray()
            )
        );
    }

    private static WindowView View(RateLimit limit) => new(limit.Quota, limit.Window, limit.Burst);
}

/// <summary>What a tenant has used of its plan.</summary>
internal sealed record UsageView(
    [property: Description("free, team, business or enterprise.")] string Plan,
    [property: Description("The calendar month that counts, such as 2026-01.")] string Month,
    [property: Description("Whose calendar it is: a name of the IANA database, or UTC.")] string TimeZone,
    [property: Description("When the next month begins, and the count anew.")] DateTimeOffset EndsAt,
    QuotaView Calls,
    [property: Description("Records that synchronisations brought, new or changed.")] QuotaView Records,
    IReadOnlyList<RateLimitView> RateLimits
);

/// <summary>A quota of a month.</summary>
internal sealed record QuotaView(long Used, long Limit, [property: Description("What is left of it.")] long Remaining);

/// <summary>The limits of a route class.</summary>
internal sealed record RateLimitView(
    [property: Description("read, write, or heavy: what starts long work.")] RouteClass RouteClass,
    [property: Description("Of each key.")] WindowView Key,
    [property: Description("Of all keys of the tenant together.")] WindowView Tenant
);

/// <summary>At most so many calls in any window.</summary>
internal sealed record WindowView(
    int Calls,
    [property: Description("Length of the window.")] int Seconds,
    [property: Description("Calls at once after a rest.")] int Burst
);
