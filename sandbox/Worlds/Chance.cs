namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>
/// A number for each (seed, draw, index), without state: any record can be computed alone, in any order.
/// SplitMix64's finaliser over the three mixed together.
/// </summary>
internal static class Chance
{
    public static ulong Of(long seed, Draw draw, int index)
    {
        var z = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL + (ulong)draw * 0xD1B54A32D192ED03UL + (ulong)(uint)index);
        return Mix(Mix(z));
    }

    public static int Below(int bound, long seed, Draw draw, int index) => (int)(Of(seed, draw, index) % (ulong)bound);

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}

/// <summary>What a number is drawn for. The values are part of the data: changing one changes every world.</summary>
internal enum Draw
{
    Name = 1,
    Country = 2,
    Account = 3,
    Age = 4,
    Amount = 5,
    Currency = 6,
    Counterparty = 7,
    Terms = 8,
    Reference = 9,
    OwnAccount = 10,
    Opening = 11,
    Language = 12,
}
