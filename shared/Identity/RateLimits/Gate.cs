using System.Globalization;
using IntegrationFunctions.Platform.Buckets;

namespace IntegrationFunctions.Identity.RateLimits;

/// <summary>The two buckets of a key's calls of one class, and what is said of them in answers.</summary>
internal sealed class Gate(RateLimitPair limits, RouteClass route, LeasedBucket key, LeasedBucket tenant)
{
    // A String of RFC 9651, section 3.3.3.
    private readonly string _keyName = $"\"{Name(route)}-key\"";
    private readonly string _tenantName = $"\"{Name(route)}-tenant\"";

    /// <summary>draft-ietf-httpapi-ratelimit-headers, section 3: one item a policy, q calls in w seconds.</summary>
    private readonly string _policy = string.Create(
        CultureInfo.InvariantCulture,
        $"\"{Name(route)}-key\";q={limits.Key.Quota};w={limits.Key.Window}, \"{Name(route)}-tenant\";q={limits.Tenant.Quota};w={limits.Tenant.Window}"
    );

    public RateLimitPair Limits => limits;

    public LeasedBucket Key => key;

    public LeasedBucket Tenant => tenant;

    /// <summary>Let through. Told is the limit that is reached first.</summary>
    public RateVerdict Verdict(long now)
    {
        var (ofKey, ofTenant) = (key.Remaining(limits.Key.Bucket, now), tenant.Remaining(limits.Tenant.Bucket, now));
        return ofKey <= ofTenant
            ? new(_policy, Left(_keyName, ofKey, limits.Key), TimeSpan.Zero, null, null)
            : new(_policy, Left(_tenantName, ofTenant, limits.Tenant), TimeSpan.Zero, null, null);
    }

    public RateVerdict Refusal(string whose, RateLimit limit, TimeSpan wait)
    {
        var seconds = (long)Math.Ceiling(Math.Max(1, Math.Min(wait.TotalSeconds, 86_400)));
        var name = whose == "key" ? _keyName : _tenantName;
        return new(
            _policy,
            string.Create(CultureInfo.InvariantCulture, $"{name};r=0;t={seconds}"),
            TimeSpan.FromSeconds(seconds),
            whose,
            limit
        );
    }

    // t: when the burst is whole again.
    private static string Left(string name, long left, RateLimit limit)
    {
        var whole = (long)Math.Ceiling((limit.Burst - left) / limit.Bucket.RefillPerSecond);
        return string.Create(CultureInfo.InvariantCulture, $"{name};r={left};t={whole}");
    }

    private static string Name(RouteClass route) =>
        route switch
        {
            RouteClass.Read => "read",
            RouteClass.Write => "write",
            _ => "heavy",
        };
}

/// <summary>Whether a call is let through, and what its answer says of the limits.</summary>
/// <param name="Policy">The <c>RateLimit-Policy</c> header.</param>
/// <param name="Limit">The <c>RateLimit</c> header.</param>
/// <param name="RetryAfter">Zero where the call is let through; else how long to wait, in whole seconds.</param>
/// <param name="Whose">Whose limit is reached: <c>key</c> or <c>tenant</c>; null: none.</param>
/// <param name="Reached">The limit that is reached.</param>
public readonly record struct RateVerdict(
    string Policy,
    string Limit,
    TimeSpan RetryAfter,
    string? Whose,
    RateLimit? Reached
);
