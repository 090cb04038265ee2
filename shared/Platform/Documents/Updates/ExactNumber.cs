using System.Globalization;
using System.Numerics;
using System.Text;

namespace IntegrationFunctions.Platform.Documents.Updates;

/// <summary>The text of a JSON number (RFC 8259, section 6) as an integer and a number of decimals; <see cref="decimal"/> would round silently.</summary>
internal readonly record struct ExactNumber(BigInteger Digits, int Decimals)
{
    // Far beyond what a decimal holds, and far below what would fill the memory.
    private const int MaxShift = 100;

    private static readonly BigInteger MaxDigits = BigInteger.Pow(2, 96) - 1;

    /// <summary>Null where the number is so large or so small that no decimal could hold a sum with it.</summary>
    public static ExactNumber? Parse(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        var e = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = e < 0 ? text : text[..e];
        var exponent = 0;
        if (
            mantissa.Length > 2 * MaxShift
            || (
                e >= 0
                && !int.TryParse(
                    text.AsSpan(e + 1),
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out exponent
                )
            )
        )
        {
            return null;
        }
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0L : mantissa.Length - point - 1;
        var digits = BigInteger.Parse(
            mantissa.Replace(".", "", StringComparison.Ordinal),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture
        );
        decimals -= exponent;
        return decimals switch
        {
            > 2 * MaxShift or < -MaxShift => null,
            < 0 => new(digits * BigInteger.Pow(10, (int)-decimals), 0),
            _ => new(digits, (int)decimals),
        };
    }

    public ExactNumber Plus(ExactNumber other)
    {
        var decimals = Math.Max(Decimals, other.Decimals);
        return new(
            (Digits * BigInteger.Pow(10, decimals - Decimals))
                + (other.Digits * BigInteger.Pow(10, decimals - other.Decimals)),
            decimals
        );
    }

    /// <summary>Whether <see cref="decimal"/> holds it without rounding.</summary>
    public bool FitsDecimal
    {
        get
        {
            var (digits, decimals) = (Digits, Decimals);
            while (decimals > 28 && digits % 10 == 0)
            {
                (digits, decimals) = (digits / 10, decimals - 1);
            }
            return decimals <= 28 && BigInteger.Abs(digits) <= MaxDigits;
        }
    }

    public byte[] ToUtf8()
    {
        var digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).PadLeft(Decimals + 1, '0');
        var text = Decimals == 0 ? digits : $"{digits[..^Decimals]}.{digits[^Decimals..]}";
        return Encoding.UTF8.GetBytes(Digits.Sign < 0 ? "-" + text : text);
    }
}
