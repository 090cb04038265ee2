using IntegrationFunctions.Identity.RateLimits;

namespace IntegrationFunctions.Identity.Quotas;

/// <summary>What a tenant may use.</summary>
/// <param name="Name">As it is stored and shown: <c>team</c>.</param>
/// <param name="Read">Limits of reading.</param>
/// <param name="Write">Limits of changing.</param>
/// <param name="Heavy">Limits of starting long work.</param>
/// <param name="CallsPerMonth">Answered calls of the API in a calendar month.</param>
/// <param name="RecordsPerMonth">Records that synchronisations bring in a calendar month, new or changed.</param>
public sealed record Plan(
    string Name,
    RateLimitPair Read,
    RateLimitPair Write,
    RateLimitPair Heavy,
    long CallsPerMonth,
    long RecordsPerMonth
)
{
    /// <summary>The limits of a class.</summary>
    public RateLimitPair Of(RouteClass route) =>
        route switch
        {
            RouteClass.Read => Read,
            RouteClass.Write => Write,
            _ => Heavy,
        };
}

/// <summary>The plans there are.</summary>
public static class Plans
{
    /// <summary>For tenants of whom nothing else was said.</summary>
    public static Plan Free { get; } =
        new("free", Per(600, 1_200), Per(300, 600), Per(60, 120), CallsPerMonth: 20_000, RecordsPerMonth: 100_000);

    /// <summary>From the smallest to the largest.</summary>
    public static IReadOnlyList<Plan> All { get; } =
    [
        Free,
        new("team", Per(3_000, 6_000), Per(1_200, 2_400), Per(120, 240), 1_000_000, 5_000_000),
        new("business", Per(30_000, 120_000), Per(12_000, 48_000), Per(600, 1_200), 50_000_000, 250_000_000),
        new(
            "enterprise",
            Per(6_000_000, 12_000_000),
            Per(1_200_000, 2_400_000),
            Per(6_000, 12_000),
            10_000_000_000,
            10_000_000_000
        ),
    ];

    /// <summary>The plan, or null.</summary>
    public static Plan? Find(string name) => All.FirstOrDefault(plan => plan.Name == name);

    // Calls in a minute.
    private static RateLimitPair Per(int key, int tenant) => new(new(key), new(tenant));
}
