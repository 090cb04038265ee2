namespace IntegrationFunctions.Webhooks.Outgoing;

/// <summary>When a delivery that failed is tried again: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h after the attempt before, each up to a fifth longer or shorter.</summary>
internal static class RetrySchedule
{
    private const double Jitter = 0.2;

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(10),
    ];

    /// <summary>How long to wait after so many attempts (1: the first), or null: it is given up.</summary>
    /// <param name="attempts">Attempts that were made.</param>
    /// <param name="random">0 to 1: where in the jitter.</param>
    /// <param name="askedFor">What the receiver asked for with Retry-After; up to ten hours.</param>
    public static TimeSpan? After(int attempts, double random, TimeSpan? askedFor = null)
    {
        if (attempts > Waits.Length)
        {
            return null;
        }
        var wait = Waits[attempts - 1] * (1 + (Jitter * ((2 * random) - 1)));
        var asked = askedFor is { } time && time < Waits[^1] ? time : Waits[^1];
        return askedFor is not null && asked > wait ? asked : wait;
    }
}
