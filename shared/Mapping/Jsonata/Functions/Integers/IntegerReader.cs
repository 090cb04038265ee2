using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Reads integers by their pictures. What is no number gives NaN.</summary>
internal static class IntegerReader
{
    /// <exception cref="JsonataException">D3130: a sequence that is not supported.</exception>
    public static double Read(string text, IntegerPicture picture) =>
        picture.Style switch
        {
            IntegerStyle.Letters => Letters(text, picture.Case == LetterCase.Upper ? 'A' : 'a'),
            IntegerStyle.Roman => Roman(picture.Case == LetterCase.Upper ? text : text.ToUpperInvariant()),
            IntegerStyle.Words => NumberWords.Read(Casing.Lower(text)),
            IntegerStyle.Decimal => Decimal(text, picture),
            _ => throw new JsonataException("D3130", value: JsonataValue.Of(picture.Token)),
        };

    /// <summary>The integer that a text begins with, as JavaScript's parseInt reads it; NaN where there is none.</summary>
    public static double LeadingInteger(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        var negative = text.StartsWith('-');
        text = negative || text.StartsWith('+') ? text[1..] : text;
        double value;
        if (text is ['0', 'x' or 'X', ..])
        {
            text = text[2..];
            var end = text.IndexOfAnyExcept("0123456789abcdefABCDEF");
            text = end < 0 ? text : text[..end];
            value = text.IsEmpty ? double.NaN : 0;
            foreach (var c in text)
            {
                value = (value * 16) + (char.IsAsciiDigit(c) ? c - '0' : (c | 32) - 'a' + 10);
            }
        }
        else
        {
            var end = text.IndexOfAnyExceptInRange('0', '9');
            text = end < 0 ? text : text[..end];
            value = text.IsEmpty ? double.NaN : double.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return negative ? -value : value;
    }

    private static double Decimal(string text, IntegerPicture picture)
    {
        if (picture.IsOrdinal)
        {
            text = text[..Math.Max(text.Length - 2, 0)];
        }

        if (picture.Regular > 0)
        {
            // Whatever the picture's separator is: the reference takes commas out here.
            text = text.Replace(",", "", StringComparison.Ordinal);
        }
        else
        {
            foreach (var (_, separator) in picture.Separators)
            {
                text = text.Replace(separator, "", StringComparison.Ordinal);
            }
        }

        if (picture.Zero == '0')
        {
            return LeadingInteger(text);
        }

        var digits = text.ToCharArray();
        for (var i = 0; i < digits.Length; i++)
        {
            var moved = digits[i] - picture.Zero + '0';
            digits[i] = moved >= 0 ? (char)moved : '?';
        }

        return LeadingInteger(digits);
    }

    private static double Letters(string text, char first)
    {
        var value = 0d;
        var factor = 1d;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            value += (text[i] - first + 1) * factor;
            factor *= 26;
        }

        return value;
    }

    private static double Roman(string text)
    {
        var (value, most) = (0, 1);
        for (var i = text.Length - 1; i >= 0; i--)
        {
            var digit = text[i] switch
            {
                'M' => 1000,
                'D' => 500,
                'C' => 100,
                'L' => 50,
                'X' => 10,
                'V' => 5,
                'I' => 1,
                _ => 0,
            };
            if (digit == 0)
            {
                return double.NaN;
            }

            value += digit < most ? -digit : digit;
            most = Math.Max(most, digit);
        }

        return value;
    }
}
