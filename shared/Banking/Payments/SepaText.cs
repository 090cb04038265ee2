using System.Globalization;
using System.Text;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>
/// Text in the character set that every SEPA bank must take (EPC217-08, section 1.4): basic Latin letters, digits and
/// <c>/ - ? : ( ) . , ' +</c> and blank. Names are brought into it when a payment is proposed, so that approvers see what the bank will get.
/// </summary>
internal static class SepaText
{
    private const string Marks = "/-?:().,'+ ";

    private static readonly Dictionary<char, string> Spelled = new()
    {
        ['ä'] = "ae",
        ['ö'] = "oe",
        ['ü'] = "ue",
        ['Ä'] = "Ae",
        ['Ö'] = "Oe",
        ['Ü'] = "Ue",
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['Æ'] = "Ae",
        ['œ'] = "oe",
        ['Œ'] = "Oe",
        ['ø'] = "o",
        ['Ø'] = "O",
        ['ł'] = "l",
        ['Ł'] = "L",
        ['đ'] = "d",
        ['Đ'] = "D",
        ['&'] = "+",
        ['_'] = "-",
        ['’'] = "'",
        ['–'] = "-",
        ['—'] = "-",
    };

    /// <summary>The text in the set, blanks joined, no slash at an end and none doubled, cut to <paramref name="max"/> characters.</summary>
    public static string Clean(string text, int max)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormC))
        {
            if (Spelled.TryGetValue(c, out var spelled))
            {
                clean.Append(spelled);
                continue;
            }
            foreach (var part in c.ToString().Normalize(NormalizationForm.FormD))
            {
                if (char.IsAsciiLetterOrDigit(part) || Marks.Contains(part, StringComparison.Ordinal))
                {
                    clean.Append(part);
                }
                else if (CharUnicodeInfo.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
                {
                    clean.Append(' ');
                }
            }
        }
        var words = clean.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var joined = string.Join(' ', words);
        while (joined.Contains("//", StringComparison.Ordinal))
        {
            joined = joined.Replace("//", "/", StringComparison.Ordinal);
        }
        return (joined.Length > max ? joined[..max] : joined).Trim(' ', '/');
    }
}
