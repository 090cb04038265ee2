using System.Text;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Upper and lower case as ECMA-262 demands: with those letters too that become several (Unicode, SpecialCasing).</summary>
internal static partial class Casing
{
    public static string Lower(string text)
    {
        if (Ascii.IsValid(text) || !text.AsSpan().ContainsAny('Σ', 'İ'))
        {
            return text.ToLowerInvariant();
        }

        var result = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            result.Append(
                text[i] switch
                {
                    'İ' => "i\u0307",
                    'Σ' when EndsWord(text, i) => "ς",
                    _ => null,
                }
            );
            if (text[i] != 'İ' && (text[i] != 'Σ' || !EndsWord(text, i)))
            {
                var width = CodePoints.WidthAt(text, i);
                result.Append(text.Substring(i, width).ToLowerInvariant());
                i += width - 1;
            }
        }

        return result.ToString();
    }

    public static string Upper(string text)
    {
        if (Ascii.IsValid(text) || !text.AsSpan().ContainsAny(Special))
        {
            return text.ToUpperInvariant();
        }

        var result = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            if (SpecialUpper.TryGetValue(text[i], out var several))
            {
                result.Append(several);
                continue;
            }

            var width = CodePoints.WidthAt(text, i);
            result.Append(text.Substring(i, width).ToUpperInvariant());
            i += width - 1;
        }

        return result.ToString();
    }

    // Final sigma: a letter before it and none behind it, marks between them left aside.
    private static bool EndsWord(string text, int at)
    {
        var before = at - 1;
        while (before >= 0 && IsIgnorable(text[before]))
        {
            before--;
        }

        var after = at + 1;
        while (after < text.Length && IsIgnorable(text[after]))
        {
            after++;
        }

        return before >= 0 && IsCased(text, before) && (after == text.Length || !IsCased(text, after));
    }

    private static bool IsCased(string text, int at) =>
        char.IsUpper(text, at) || char.IsLower(text, at) || char.IsSurrogate(text[at]);

    private static bool IsIgnorable(char c) =>
        c is '\'' or '.' or ':' or '·' or '’' or '\u00ad'
        || char.GetUnicodeCategory(c)
            is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.EnclosingMark
                or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.ModifierLetter
                or System.Globalization.UnicodeCategory.ModifierSymbol;
}
