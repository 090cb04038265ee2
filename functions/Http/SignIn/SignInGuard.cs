using System.Threading.RateLimiting;

namespace IntegrationFunctions.Functions.Http.SignIn;

/// <summary>What is asked of each form before it is looked at.</summary>
internal static class SignInGuard
{
    /// <summary>Why the form is not looked at, or null.</summary>
    public static IResult? Refusal(HttpContext http, SignInBrake brake)
    {
        if (!SameOrigin.Is(http.Request))
        {
            return Foreign();
        }
        http.Response.Headers.CacheControl = "no-store";
        return brake.Admits(ClientAddress.From(http)?.ToString() ?? "") ? null : TooMany(http);
    }

    public static IResult Foreign() =>
        SignInFrame.Page(
            "Not from here",
            "<p>This form was sent by another site, or by a browser that does not say from where. Open the page here and try again.</p>",
            StatusCodes.Status403Forbidden
        );

    public static IResult TooMany(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "60";
        return SignInFrame.Page(
            "Too many attempts",
            "<p>There were too many attempts from your address. Wait a minute.</p>",
            StatusCodes.Status429TooManyRequests
        );
    }
}

/// <summary>
/// Slows down who tries many accounts from one address: 30 attempts at once, and one more every two seconds. By process; single accounts are
/// guarded by their lock, which is exact.
/// </summary>
internal sealed class SignInBrake : IDisposable
{
    private const int AtOnce = 30;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetTokenBucketLimiter(
            address,
            _ =>
                new()
                {
                    TokenLimit = AtOnce,
                    TokensPerPeriod = 1,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(2),
                    QueueLimit = 0,
                }
        )
    );

    public bool Admits(string address)
    {
        using var lease = _limiter.AttemptAcquire(address);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
