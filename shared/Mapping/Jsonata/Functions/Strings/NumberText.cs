using System.Globalization;
using System.Text;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Numbers as $string writes them: doubles with 15 significant digits, everything else with the digits that it has.</summary>
internal static class NumberText
{
    private const int Significant = 15;

    /// <summary>The text of a finite number.</summary>
    public static string Of(JsonataValue number)
    {
        if (number.IsSlice)
        {
            return OfSlice(number);
        }

        return number.IsDecimal && number.TryDecimal(out var exact)
            ? exact.ToString("0.############################", CultureInfo.InvariantCulture)
            : Of(number.AsDouble);
    }

    /// <summary>A double as JavaScript writes it after it was rounded to 15 significant digits; integers keep all of theirs.</summary>
    public static string Of(double value)
    {
        if (Math.Abs(value) < 1e15 && value == Math.Truncate(value))
        {
            return ((long)value).ToString(CultureInfo.InvariantCulture);
        }

        // The shortest text is JavaScript's too in this range, and mostly it has few digits.
        if (Math.Abs(value) is >= 1e-4 and < 1e15)
        {
            Span<char> text = stackalloc char[32];
            value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
            if (Digits(text[..length]) <= Significant)
            {
                return text[..length].ToString();
            }
        }

        value = Rounded(value);
        return Math.Abs(value) is >= 1e-4 and < 1e15
            ? value.ToString("R", CultureInfo.InvariantCulture)
            : JsonText.Number(value);
    }

    /// <summary>A double with at most 15 significant digits; integers stay as they are.</summary>
    public static double Rounded(double value)
    {
        if (value == Math.Truncate(value) || !double.IsFinite(value))
        {
            return value;
        }

        Span<char> text = stackalloc char[32];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        var digits = Digits(text[..length]);
        if (digits <= Significant)
        {
            return value;
        }

        // Between two texts of 15 digits JavaScript takes the larger one, .NET the even one.
        value =
            digits == Significant + 1 && IsHalfway(value)
                ? Math.CopySign(Math.BitIncrement(Math.Abs(value)), value)
                : value;
        value.TryFormat(text, out length, "E14", CultureInfo.InvariantCulture);
        return double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static bool IsHalfway(double value)
    {
        Span<char> text = stackalloc char[64];
        value.TryFormat(text, out var length, "E40", CultureInfo.InvariantCulture);
        var digits = text[..text.IndexOf('E')];
        return length > 0 && digits[^26] == '5' && digits[^25..].TrimEnd('0').IsEmpty;
    }

    // Digits that were only moved stay: what a double could not hold is written as it came.
    private static string OfSlice(JsonataValue number)
    {
        var slice = number.Slice;
        return IsPlain(slice) || Digits(slice) > Significant ? Encoding.UTF8.GetString(slice) : Of(number.AsDouble);
    }

    // A text that JavaScript would write in the same way.
    private static bool IsPlain(ReadOnlySpan<byte> slice)
    {
        if (slice.ContainsAny((byte)'e', (byte)'E') || slice.Length > Significant)
        {
            return false;
        }

        var point = slice.IndexOf((byte)'.');
        return point < 0
            ? !slice.SequenceEqual("-0"u8)
            : slice[^1] != '0' && (slice.TrimStart("-0."u8).Length >= slice.Length - point - 1 - 5);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var (digits, zeros) = (0, 0);
        foreach (var c in text)
        {
            if (c is 'e' or 'E')
            {
                break;
            }

            Count((byte)c, ref digits, ref zeros);
        }

        return digits - zeros;
    }

    // Significant digits: without zeros at both ends.
    private static int Digits(ReadOnlySpan<byte> text)
    {
        var (digits, zeros) = (0, 0);
        foreach (var c in text)
        {
            if (c is (byte)'e' or (byte)'E')
            {
                break;
            }

            Count(c, ref digits, ref zeros);
        }

        return digits - zeros;
    }

    private static void Count(byte c, ref int digits, ref int zeros)
    {
        if (c is < (byte)'0' or > (byte)'9' || (c == '0' && digits == 0))
        {
            return;
        }

        digits++;
        zeros = c == '0' ? zeros + 1 : 0;
    }
}
