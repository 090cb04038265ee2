using System.Globalization;

namespace IntegrationFunctions.Mapping.Jsonata.Values;

/// <summary>Reads the numbers of JSON.</summary>
internal static class NumberSlice
{
    // Powers of ten that a double holds exactly.
    private static readonly double[] Tens =
    [
        1,
        1e1,
        1e2,
        1e3,
        1e4,
        1e5,
        1e6,
        1e7,
        1e8,
        1e9,
        1e10,
        1e11,
        1e12,
        1e13,
        1e14,
        1e15,
    ];

    /// <summary>The nearest double to a number as JSON writes it.</summary>
    public static double ToDouble(ReadOnlySpan<byte> slice)
    {
        // With 15 digits both the digits and the power of ten are exact doubles, and one division rounds once (Clinger's fast path).
        if (slice.Length > 16)
        {
            return Parse(slice);
        }

        var (digits, places, count) = (0L, -1, 0);
        foreach (var b in slice[(slice[0] == '-' ? 1 : 0)..])
        {
            if (b == '.')
            {
                places = 0;
                continue;
            }

            if (b is < (byte)'0' or > (byte)'9' || ++count > 15)
            {
                return Parse(slice);
            }

            digits = (digits * 10) + b - '0';
            places += places >= 0 ? 1 : 0;
        }

        var value = places > 0 ? digits / Tens[places] : digits;
        return slice[0] == '-' ? -value : value;
    }

    private static double Parse(ReadOnlySpan<byte> slice) =>
        double.Parse(slice, NumberStyles.Float, CultureInfo.InvariantCulture);
}
