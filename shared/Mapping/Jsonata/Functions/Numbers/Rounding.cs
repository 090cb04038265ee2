using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Rounding to even halves, at any decimal place.</summary>
internal static class Rounding
{
    /// <summary>Rounds a double by its decimal text: 2.675 is meant where the double holds 2.67499999….</summary>
    /// <param name="value">Number.</param>
    /// <param name="places">Places behind the point, negative before it; not an integer gives NaN.</param>
    public static double HalfEven(double value, double places = 0)
    {
        if (places == 0 || double.IsNaN(places))
        {
            return HalfEvenInteger(value);
        }

        if (places != Math.Truncate(places) || Math.Abs(places) > 2_000)
        {
            return double.NaN;
        }

        // A decimal that turns back into the same double has its text; rounding it is the same and much faster.
        if (
            places is > 0 and <= 15
            && Math.Abs(value) < 1e15
            && new decimal(value) is var exact
            && (double)exact == value
        )
        {
            var result = (double)Math.Round(exact, (int)places, MidpointRounding.ToEven);
            return result == 0 ? 0 : result;
        }

        var rounded = HalfEvenInteger(Shift(value, (int)places));
        rounded = Shift(rounded, -(int)places);
        return rounded == 0 ? 0 : rounded;
    }

    /// <summary>Rounds a decimal; false where it overflows or the places are not ones of a decimal.</summary>
    public static bool TryHalfEven(decimal value, double places, out decimal rounded)
    {
        rounded = value;
        if (places != Math.Truncate(places) || places < -28)
        {
            return false;
        }

        if (places >= 0)
        {
            rounded = Math.Round(value, (int)Math.Min(places, 28), MidpointRounding.ToEven);
            return true;
        }

        var unit = 1m;
        for (var i = 0; i < -places; i++)
        {
            unit *= 10;
        }

        try
        {
            rounded = Math.Round(value / unit, MidpointRounding.ToEven) * unit;
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static double HalfEvenInteger(double value)
    {
        var rounded = Math.Round(value, MidpointRounding.ToEven);
        return rounded == 0 ? 0 : rounded;
    }

    // Times a power of ten by way of the text: multiplying would add an error of its own.
    private static double Shift(double value, int places)
    {
        if (!double.IsFinite(value))
        {
            return double.NaN;
        }

        Span<char> text = stackalloc char[40];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        var exponent = text[..length].IndexOf('E');
        if (exponent >= 0)
        {
            places += int.Parse(
                text[(exponent + 1)..length],
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture
            );
            length = exponent;
        }

        text[length++] = 'E';
        places.TryFormat(text[length..], out var digits, provider: CultureInfo.InvariantCulture);
        return double.Parse(text[..(length + digits)], NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
