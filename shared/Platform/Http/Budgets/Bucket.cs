using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Platform.Http.Budgets;

/// <summary>The shared bucket as it is stored.</summary>
/// <param name="Tokens">What was in it at <paramref name="At"/>.</param>
/// <param name="At">Never goes back, whichever worker's clock writes it.</param>
/// <param name="HeldUntil">The other side asked for patience until then.</param>
internal sealed record Bucket(double Tokens, DateTimeOffset At, DateTimeOffset? HeldUntil)
{
    /// <summary>The bucket after <paramref name="wanted"/> tokens at most were taken; none and how long to wait where there is none.</summary>
    public static (Bucket Left, int Taken, TimeSpan Wait) Take(
        Bucket? stored,
        RateBudget budget,
        int wanted,
        DateTimeOffset now
    )
    {
        var bucket = Filled(stored, budget, now);
        if (bucket.HeldUntil is { } until && until > now)
        {
            return (bucket, 0, until - now);
        }
        var taken = (int)Math.Min(wanted, Math.Floor(bucket.Tokens));
        return taken > 0
            ? (bucket with { Tokens = bucket.Tokens - taken, HeldUntil = null }, taken, TimeSpan.Zero)
            // A millisecond more: timers are no finer, and a wait that is too short is another wait.
            : (bucket, 0, TimeSpan.FromSeconds((1 - bucket.Tokens) / budget.RefillPerSecond + 0.001));
    }

    /// <summary>The bucket with nothing to take from before <paramref name="until"/>.</summary>
    public static Bucket Hold(Bucket? stored, RateBudget budget, DateTimeOffset until, DateTimeOffset now)
    {
        var bucket = Filled(stored, budget, now);
        return bucket.HeldUntil >= until ? bucket : bucket with { HeldUntil = until };
    }

    private static Bucket Filled(Bucket? stored, RateBudget budget, DateTimeOffset now)
    {
        if (stored is null)
        {
            return new(budget.Shared, now, null);
        }
        var at = now > stored.At ? now : stored.At;
        var grown = stored.Tokens + (at - stored.At).TotalSeconds * budget.RefillPerSecond;
        return stored with { Tokens = Math.Min(budget.Shared, grown), At = at };
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Bucket))]
internal sealed partial class BudgetJson : JsonSerializerContext;
