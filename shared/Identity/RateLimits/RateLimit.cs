using IntegrationFunctions.Platform.Buckets;

namespace IntegrationFunctions.Identity.RateLimits;

/// <summary>
/// At most <see cref="Quota"/> calls in any span of <see cref="Window"/> seconds: a token bucket that holds <see cref="Burst"/> and refills so
/// that both together never make more.
/// </summary>
/// <param name="Quota">Calls in a window.</param>
/// <param name="Window">Seconds.</param>
public sealed record RateLimit(int Quota, int Window = 60)
{
    /// <summary>Calls at once after a rest: a fifth of the quota.</summary>
    public int Burst { get; } = Math.Max(1, Quota / 5);

    /// <summary>The bucket.</summary>
    public BucketSize Bucket { get; } =
        new(Math.Max(1, Quota / 5), Math.Max(Quota - Math.Max(1, Quota / 5), 0.5) / Window)
        {
            LeaseLife = TimeSpan.FromSeconds(10),
            Pause = TimeSpan.FromMilliseconds(200),
        };
}

/// <summary>What a call costs the platform; each class has limits of its own.</summary>
public enum RouteClass
{
    /// <summary>Reading.</summary>
    Read,

    /// <summary>Changing something.</summary>
    Write,

    /// <summary>Starting long work: synchronisations, imports, exports.</summary>
    Heavy,
}

/// <summary>The limits of one route class: of each key by itself, and of all keys of a tenant together.</summary>
/// <param name="Key">One key's.</param>
/// <param name="Tenant">All keys' together.</param>
public sealed record RateLimitPair(RateLimit Key, RateLimit Tenant);
