namespace IntegrationFunctions.Bench;

/// <summary>What the cases have in common.</summary>
internal static class BenchCases
{
    /// <summary>How long one measurement takes.</summary>
    public static TimeSpan Time { get; } = TimeSpan.FromSeconds(2);

    public static void Check(bool holds, string failure)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The figures would be worthless: {failure}.");
        }
    }
}
