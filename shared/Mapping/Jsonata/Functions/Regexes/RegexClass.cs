using System.Globalization;
using System.Text;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Characters, escapes and classes of characters in JavaScript's syntax (ECMA-262, 22.2.1 and Annex B.1.2).</summary>
internal static class RegexClass
{
    private const string Digits = "0-9";
    private const string NoDigits = "\\u0000-\\u002f\\u003a-\\uffff";
    private const string Words = "a-zA-Z0-9_";
    private const string NoWords = "\\u0000-\\u002f\\u003a-\\u0040\\u005b-\\u005e\\u0060\\u007b-\\uffff";
    private const string Blanks =
        "\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
    private const string NoBlanks =
        "\\u0000-\\u0008\\u000e-\\u001f\\u0021-\\u009f\\u00a1-\\u167f\\u1681-\\u1fff\\u200b-\\u2027\\u202a-\\u202e"
        + "\\u2030-\\u205e\\u2060-\\u2fff\\u3001-\\ufefe\\uff00-\\uffff";

    /// <summary>One character that stands for itself.</summary>
    public static string Literal(char c) =>
        char.IsAsciiLetterOrDigit(c) || c > 127
            ? c.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");

    /// <summary>An escape outside of a class, from behind its backslash.</summary>
    public static string TranslateEscape(string text, ref int at)
    {
        if (SetOf(text[at]) is { } set)
        {
            at++;
            return $"[{set}]";
        }

        return Literal(EscapedChar(text, ref at));
    }

    /// <summary>A class, from behind its opening bracket to behind its closing one.</summary>
    public static string Translate(string text, ref int at)
    {
        var negated = at < text.Length && text[at] == '^';
        at += negated ? 1 : 0;
        var result = new StringBuilder(negated ? "[^" : "[");
        var empty = result.Length;
        while (true)
        {
            if (at >= text.Length)
            {
                throw RegexTranslator.Wrong("a class is not closed");
            }

            if (text[at] == ']')
            {
                at++;
                break;
            }

            Item(text, ref at, result);
        }

        return result.Length > empty ? result.Append(']').ToString()
            : negated ? "[\\u0000-\\uffff]"
            : "(?!)";
    }

    // A character, a set such as \d, or a range. A hyphen next to a set is an ordinary one.
    private static void Item(string text, ref int at, StringBuilder result)
    {
        var (first, set) = Member(text, ref at);
        if (at + 1 >= text.Length || text[at] != '-' || text[at + 1] == ']')
        {
            result.Append(set ?? Literal(first));
            return;
        }

        at++;
        var (last, lastSet) = Member(text, ref at);
        if (set is not null || lastSet is not null)
        {
            result.Append(set ?? Literal(first)).Append("\\u002d").Append(lastSet ?? Literal(last));
            return;
        }

        if (first > last)
        {
            throw RegexTranslator.Wrong("a range is out of order");
        }

        result.Append(Literal(first)).Append('-').Append(Literal(last));
    }

    private static (char Character, string? Set) Member(string text, ref int at)
    {
        var c = text[at++];
        if (c != '\\')
        {
            return (c, null);
        }

        if (at == text.Length)
        {
            throw RegexTranslator.Wrong("it ends with \\");
        }

        if (SetOf(text[at]) is { } set)
        {
            at++;
            return (default, set);
        }

        if (text[at] == 'b')
        {
            at++;
            return ('\b', null);
        }

        return (EscapedChar(text, ref at), null);
    }

    private static string? SetOf(char letter) =>
        letter switch
        {
            'd' => Digits,
            'D' => NoDigits,
            'w' => Words,
            'W' => NoWords,
            's' => Blanks,
            'S' => NoBlanks,
            _ => null,
        };

    // What makes no escape stands for itself.
    private static char EscapedChar(string text, ref int at)
    {
        var c = text[at++];
        switch (c)
        {
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'f':
                return '\f';
            case 'c' when at < text.Length && char.IsAsciiLetter(text[at]):
                return (char)(text[at++] % 32);
            case 'c':
                at--;
                return '\\';
            case 'x' or 'u' when Hex(text, at, c == 'x' ? 2 : 4) is var code and >= 0:
                at += c == 'x' ? 2 : 4;
                return (char)code;
            case >= '0' and <= '7':
                return Octal(text, ref at, c - '0');
            default:
                return c;
        }
    }

    private static int Hex(string text, int at, int length) =>
        at + length <= text.Length && !text.AsSpan(at, length).ContainsAnyExcept("0123456789abcdefABCDEF")
            ? int.Parse(text.AsSpan(at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : -1;

    // Up to three digits, and up to 255.
    private static char Octal(string text, ref int at, int code)
    {
        for (var i = 0; i < 2 && at < text.Length && text[at] is >= '0' and <= '7'; i++)
        {
            if ((code * 8) + text[at] - '0' > 255)
            {
                break;
            }

            code = (code * 8) + text[at++] - '0';
        }

        return (char)code;
    }
}
