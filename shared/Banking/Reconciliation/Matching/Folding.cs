using System.Globalization;
using System.Text;

namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>Brings text to a form in which what means the same is the same: capital letters without marks, and digits.</summary>
internal static class Folding
{
    /// <summary>Letters and digits alone: <c>RF18 5390-07</c> is <c>RF18539007</c>.</summary>
    public static string Compact(string text)
    {
        var spaced = Spaced(text);
        return spaced.Contains(' ', StringComparison.Ordinal)
            ? spaced.Replace(" ", "", StringComparison.Ordinal)
            : spaced;
    }

    /// <summary>Tokens of letters and digits, a single space between them; apostrophes part nothing.</summary>
    public static string Spaced(string text)
    {
        if (!Ascii.IsValid(text))
        {
            text = Strip(text);
        }
        var result = new StringBuilder(text.Length);
        var gap = false;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                if (gap && result.Length > 0)
                {
                    result.Append(' ');
                }
                gap = false;
                result.Append(char.ToUpperInvariant(c));
            }
            else if (c is not '\'')
            {
                gap = true;
            }
        }
        return result.ToString();
    }

    // NFKD parts letters from their marks; the letters below have none to part from.
    private static string Strip(string text)
    {
        string decomposed;
        try
        {
            decomposed = text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            // Lone surrogates: nothing to decompose.
            decomposed = text;
        }
        var result = new StringBuilder(decomposed.Length);
        foreach (var c in decomposed)
        {
            switch (c)
            {
                case 'ß' or 'ẞ':
                    result.Append("SS");
                    break;
                case 'æ' or 'Æ':
                    result.Append("AE");
                    break;
                case 'œ' or 'Œ':
                    result.Append("OE");
                    break;
                case 'ø' or 'Ø':
                    result.Append('O');
                    break;
                case 'ł' or 'Ł':
                    result.Append('L');
                    break;
                case 'đ' or 'Đ':
                    result.Append('D');
                    break;
                case 'ı':
                    result.Append('I');
                    break;
                case '’' or '‘' or '´' or '`':
                    result.Append('\'');
                    break;
                default:
                    if (
                        CharUnicodeInfo.GetUnicodeCategory(c)
                        is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
                    )
                    {
                        result.Append(c);
                    }
                    break;
            }
        }
        return result.ToString();
    }
}
