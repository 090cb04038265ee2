using System.Globalization;

namespace IntegrationFunctions.Banking.Iso20022;

/// <summary>Amounts: XML Schema decimals, and what banks write in their place. The digits stay as they are: 10.50 keeps its zero.</summary>
internal static class IsoAmount
{
    // Digits that a decimal always holds; beyond them it would round in silence.
    private const int MaxDigits = 28;

    /// <summary>Reads <c>1234.56</c>; and, not conforming, <c>1 234,56</c>, <c>1.234,56</c>, <c>1,234.56</c>, <c>1'234.56</c>.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out decimal amount, out bool conforms)
    {
        conforms = true;
        if (TryPlain(text, out amount))
            return true;
        conforms = false;
        return Mended(text) is { } mended && TryPlain(mended, out amount);
    }

    private static bool TryPlain(ReadOnlySpan<char> text, out decimal amount)
    {
        amount = 0;
        var digits = 0;
        foreach (var c in text)
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        if (digits is 0 || (digits > MaxDigits && !IsPadded(ref text)))
            return false;
        return decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out amount
        );
    }

    private static bool IsPadded(ref ReadOnlySpan<char> text)
    {
        text = text.TrimStart('0');
        if (text.Contains('.'))
            text = text.TrimEnd('0');
        return text.Length is > 1 and <= MaxDigits;
    }

    private static string? Mended(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 64)
            return null;
        var compact = new string([.. text.ToString().Where(c => !char.IsWhiteSpace(c) && c is not ('\'' or '\u2019'))]);
        var (comma, dot) = (compact.LastIndexOf(','), compact.LastIndexOf('.'));
        if (comma < 0 || comma == compact.Length - 1)
            return compact;
        if (dot > comma)
            return compact.Replace(",", "");
        // One comma and no dot after it is a decimal comma, unless there are several.
        return compact.IndexOf(',') == comma ? compact.Replace(".", "").Replace(',', '.') : null;
    }
}
