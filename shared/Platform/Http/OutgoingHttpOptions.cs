namespace IntegrationFunctions.Platform.Http;

/// <summary>Limits of outgoing HTTP.</summary>
public sealed class OutgoingHttpOptions
{
    /// <summary>Until a connection stands, TLS included. Must be shorter than the attempt's time-out.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For one attempt of a read (GET, HEAD), body included.</summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>For one write; there is only one attempt.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>For all attempts together, waits included.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Further attempts of a read after the first.</summary>
    public int ReadRetries { get; set; } = 3;

    /// <summary>Wait before the first further attempt; doubled each time, with jitter.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A Retry-After that asks for more than this is handed to the caller instead of being waited for.</summary>
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest wait for a budget; beyond it a call fails as rate-limited. Must be shorter than the attempt's time-out.</summary>
    public TimeSpan LongestBudgetWait { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Failures of the latest requests (share of 1) that open the circuit to a host for a tenant.</summary>
    public double CircuitFailureRatio { get; set; } = 0.5;

    /// <summary>Requests within <see cref="CircuitWindow"/> below which the circuit never opens.</summary>
    public int CircuitMinimumRequests { get; set; } = 10;

    /// <summary>The time that the failure ratio looks back.</summary>
    public TimeSpan CircuitWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open circuit refuses.</summary>
    public TimeSpan CircuitBreak { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Largest body of a request, in bytes.</summary>
    public long MaxRequestBytes { get; set; } = 64L << 20;

    /// <summary>Largest answer, unpacked, in bytes.</summary>
    public long MaxResponseBytes { get; set; } = 64L << 20;

    /// <summary>Connections to one host at a time.</summary>
    public int MaxConnectionsPerHost { get; set; } = 64;
}
