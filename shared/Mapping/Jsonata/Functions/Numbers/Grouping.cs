namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Positions of grouping separators.</summary>
internal static class Grouping
{
    /// <summary>The interval between separators where every multiple of it up to the last one has its own; else 0.</summary>
    public static int Regular(ReadOnlySpan<int> positions)
    {
        if (positions.IsEmpty)
        {
            return 0;
        }

        var interval = positions[0];
        foreach (var position in positions[1..])
        {
            interval = GreatestDivisor(interval, position);
        }

        for (var i = 1; i <= positions.Length; i++)
        {
            if (!positions.Contains(i * interval))
            {
                return 0;
            }
        }

        return interval;
    }

    private static int GreatestDivisor(int a, int b) => b == 0 ? a : GreatestDivisor(b, a % b);
}
