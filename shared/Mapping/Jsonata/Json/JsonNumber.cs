using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace IntegrationFunctions.Mapping.Jsonata.Json;

/// <summary>
/// Doubles as JavaScript writes them (ECMA-262, Number::toString): shortest digits that read back the same, an exponent from 1e21 on and below 1e-6.
/// </summary>
internal static class JsonNumber
{
    /// <summary>Bytes that every double fits into.</summary>
    public const int MostBytes = 32;

    private const double Fraction = 10_000;
    private const int FractionDigits = 4;

    /// <summary>The text of a double, as a string.</summary>
    public static string Text(double value)
    {
        Span<byte> text = stackalloc byte[MostBytes];
        return Encoding.ASCII.GetString(text[..Write(value, text)]);
    }

    /// <summary>Writes a double; gives the number of bytes.</summary>
    public static int Write(double value, Span<byte> output)
    {
        if (Math.Abs(value) < 1e15 && value == Math.Truncate(value))
        {
            // Minus zero is written without its sign.
            Utf8Formatter.TryFormat((long)value, output, out var length);
            return length;
        }

        return WriteShort(value, output) is var written and > 0 ? written : WriteShortest(value, output);
    }

    // Amounts have few decimal places. With 15 digits both numbers are exact and the division rounds once, so that these digits read back the same,
    // and no other 15 or fewer do. 0: it is none of these.
    private static int WriteShort(double value, Span<byte> output)
    {
        var size = Math.Abs(value);
        var scaled = Math.Round(size * Fraction);
        if (!(scaled < 1e15) || scaled < 1 || scaled / Fraction != size)
        {
            return 0;
        }

        var at = 0;
        if (value < 0)
        {
            output[at++] = (byte)'-';
        }

        var (whole, fraction) = Math.DivRem((long)scaled, (long)Fraction);
        Utf8Formatter.TryFormat(whole, output[at..], out var length);
        at += length;
        output[at] = (byte)'.';
        for (var i = FractionDigits; i > 0; i--)
        {
            (fraction, var digit) = Math.DivRem(fraction, 10);
            output[at + i] = (byte)('0' + digit);
        }

        at += FractionDigits;
        while (output[at] == '0')
        {
            at--;
        }

        return at + 1;
    }

    private static int WriteShortest(double value, Span<byte> output)
    {
        value.TryFormat(output, out var length, "R", CultureInfo.InvariantCulture);
        var shortest = output[..length];
        if (!double.IsFinite(value) || !shortest.Contains((byte)'E'))
        {
            return length;
        }

        Span<byte> digits = stackalloc byte[MostBytes];
        var (count, exponent) = Digits(shortest, digits);
        digits = digits[..count];
        var at = value < 0 ? 1 : 0;
        if (exponent is >= 21 or < -6)
        {
            output[at++] = digits[0];
            if (count > 1)
            {
                output[at++] = (byte)'.';
                digits[1..].CopyTo(output[at..]);
                at += count - 1;
            }

            output[at++] = (byte)'e';
            output[at++] = exponent < 0 ? (byte)'-' : (byte)'+';
            Utf8Formatter.TryFormat(Math.Abs(exponent), output[at..], out length);
            return at + length;
        }

        if (exponent < 0)
        {
            "0."u8.CopyTo(output[at..]);
            at += 2;
            output.Slice(at, -exponent - 1).Fill((byte)'0');
            at += -exponent - 1;
            digits.CopyTo(output[at..]);
            return at + count;
        }

        var before = Math.Min(count, exponent + 1);
        digits[..before].CopyTo(output[at..]);
        at += before;
        if (before == count)
        {
            output.Slice(at, exponent + 1 - count).Fill((byte)'0');
            return at + exponent + 1 - count;
        }

        output[at++] = (byte)'.';
        digits[before..].CopyTo(output[at..]);
        return at + count - before;
    }

    // The digits of a text such as -1.25E-07, which begins with one before the point and has no zeros at its end, and the exponent.
    private static (int Count, int Exponent) Digits(ReadOnlySpan<byte> shortest, Span<byte> digits)
    {
        var e = shortest.IndexOf((byte)'E');
        var count = 0;
        foreach (var b in shortest[..e])
        {
            if (b is not ((byte)'-' or (byte)'.'))
            {
                digits[count++] = b;
            }
        }

        return (count, int.Parse(shortest[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }
}
