using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>$number: strings as JSON writes numbers, 0x, 0o and 0b, true and false.</summary>
internal static class NumberCast
{
    /// <exception cref="JsonataException">D3030: not a number.</exception>
    public static JsonataValue Number(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var value = args.At(0);
        switch (value.Kind)
        {
            case JsonataKind.Number or JsonataKind.Undefined:
                return value;
            case JsonataKind.Boolean:
                return JsonataValue.Of(value.AsBoolean ? 1d : 0d);
        }

        if (value.AsString() is not { } text)
        {
            throw new JsonataException("D3030", value: value, index: 1);
        }

        if (IsDecimal(text))
        {
            if (run.Decimals && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
            {
                return JsonataValue.Of(exact);
            }

            var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (double.IsFinite(number))
            {
                return JsonataValue.Of(number);
            }
        }

        return MentionsRadix(text)
            ? JsonataValue.Of(OfRadix(text.AsSpan().Trim(Whitespace)))
            : throw new JsonataException("D3030", value: value, index: 1);
    }

    private const string Whitespace =
        " \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

    // Digits, perhaps with a point and an exponent; leading zeros are fine.
    private static bool IsDecimal(ReadOnlySpan<char> text)
    {
        text = text.StartsWith('-') ? text[1..] : text;
        if (!SkipDigits(ref text))
        {
            return false;
        }

        if (text.StartsWith('.'))
        {
            text = text[1..];
            if (!SkipDigits(ref text))
            {
                return false;
            }
        }

        if (text.Length > 0 && text[0] is 'e' or 'E')
        {
            text = text[1..];
            text = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
            if (!SkipDigits(ref text))
            {
                return false;
            }
        }

        return text.IsEmpty;
    }

    private static bool SkipDigits(ref ReadOnlySpan<char> text)
    {
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length : digits;
        text = text[digits..];
        return digits > 0;
    }

    // The reference looks for 0x at the start, 0o anywhere and 0b at the end; what is not a number after all becomes NaN.
    private static bool MentionsRadix(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 && text[0] == '0' && text[1] is 'x' or 'X' && char.IsAsciiHexDigit(text[2]))
        {
            return true;
        }

        for (var i = 0; i + 2 < text.Length; i++)
        {
            if (text[i] == '0' && text[i + 1] is 'o' or 'O' && text[i + 2] is >= '0' and <= '7')
            {
                return true;
            }
        }

        var bits = text.LastIndexOfAnyExcept('0', '1');
        return bits > 0 && bits < text.Length - 1 && text[bits] is 'b' or 'B' && text[bits - 1] == '0';
    }

    private static double OfRadix(ReadOnlySpan<char> text)
    {
        var radix =
            text is ['0', 'x' or 'X', _, ..] ? 16
            : text is ['0', 'o' or 'O', _, ..] ? 8
            : text is ['0', 'b' or 'B', _, ..] ? 2
            : 0;
        var value = radix == 0 ? double.NaN : 0;
        foreach (var c in radix == 0 ? default : text[2..])
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : 99;
            value = digit < radix ? (value * radix) + digit : double.NaN;
        }

        return value;
    }
}
