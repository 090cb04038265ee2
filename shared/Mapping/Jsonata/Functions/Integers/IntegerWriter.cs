using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Writes integers by their pictures.</summary>
internal static class IntegerWriter
{
    private static readonly (int Value, string Text)[] Numerals =
    [
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];

    /// <param name="value">An integer as a double; NaN is written as such.</param>
    /// <param name="picture">How.</param>
    /// <param name="text">Where to.</param>
    /// <param name="run">The evaluation that pays for it.</param>
    /// <exception cref="JsonataException">D3130: a sequence that is not supported.</exception>
    public static void Write(double value, IntegerPicture picture, ref TextBuffer text, Run run)
    {
        if (value < 0)
        {
            text.Append('-');
            value = -value;
        }

        switch (picture.Style)
        {
            case IntegerStyle.Letters:
                WriteLetters(value, picture.Case == LetterCase.Upper ? 'A' : 'a', ref text);
                break;
            case IntegerStyle.Roman:
                WriteRoman(value, picture.Case == LetterCase.Upper, ref text, run);
                break;
            case IntegerStyle.Words:
                text.Append(NumberWords.Write(value, picture.IsOrdinal, picture.Case, run));
                break;
            case IntegerStyle.Decimal:
                WriteDecimal(value, picture, ref text, run);
                break;
            default:
                throw new JsonataException("D3130", value: JsonataValue.Of(picture.Token));
        }
    }

    private static void WriteDecimal(double value, IntegerPicture picture, ref TextBuffer text, Run run)
    {
        Span<char> buffer = stackalloc char[32];
        var length = 0;
        if (value < 1e15)
        {
            ((long)value).TryFormat(buffer, out length, default, CultureInfo.InvariantCulture);
        }
        else
        {
            var number = JsonText.Number(value);
            number.CopyTo(buffer);
            length = number.Length;
        }

        ReadOnlySpan<char> plain = buffer[..length];

        var zeros = picture.Mandatory is { } least ? Math.Max(least - plain.Length, 0) : 0;
        zeros = double.IsNaN(zeros) ? 0 : zeros;
        run.Charge((long)Math.Min(zeros, int.MaxValue) * sizeof(char));
        if (picture.Separators.Length == 0 && picture.Zero == '0')
        {
            text.Append('0', (int)zeros);
            text.Append(plain);
            WriteSuffix(picture, plain, ref text);
            return;
        }

        var digits = string.Concat(new string('0', (int)zeros), plain);
        if (picture.Zero != '0')
        {
            var moved = digits.ToCharArray();
            for (var i = 0; i < moved.Length; i++)
            {
                moved[i] = (char)(moved[i] + picture.Zero - '0');
            }

            digits = new string(moved);
        }

        digits = Group(digits, picture, run);
        text.Append(digits);
        WriteSuffix(picture, digits, ref text);
    }

    private static string Group(string digits, IntegerPicture picture, Run run)
    {
        run.Charge(digits.Length * sizeof(char) * (long)(picture.Separators.Length + 1));
        if (picture.Regular > 0)
        {
            var mark = picture.Separators[0].Text;
            var length = digits.Length;
            run.Charge((long)length * (mark.Length + 1) * sizeof(char));
            var grouped = new System.Text.StringBuilder(length * 2);
            for (var i = 0; i < length; i++)
            {
                if (i > 0 && (length - i) % picture.Regular == 0)
                {
                    grouped.Append(mark);
                }

                grouped.Append(digits[i]);
            }

            return grouped.ToString();
        }

        // An offset before the start counts from the end where the rest is taken, as JavaScript's substr has it.
        for (var i = picture.Separators.Length - 1; i >= 0; i--)
        {
            var (position, mark) = picture.Separators[i];
            var at = digits.Length - position;
            var rest = at < 0 ? Math.Max(digits.Length + at, 0) : at;
            digits = string.Concat(digits.AsSpan(0, Math.Max(at, 0)), mark, digits.AsSpan(rest));
        }

        return digits;
    }

    private static void WriteSuffix(IntegerPicture picture, scoped ReadOnlySpan<char> digits, ref TextBuffer text)
    {
        if (!picture.IsOrdinal)
        {
            return;
        }

        var teen = digits.Length > 1 && digits[^2] == '1';
        text.Append(
            (teen, digits[^1]) switch
            {
                (false, '1') => "st",
                (false, '2') => "nd",
                (false, '3') => "rd",
                _ => "th",
            }
        );
    }

    private static void WriteLetters(double value, char first, ref TextBuffer text)
    {
        Span<char> letters = stackalloc char[256];
        var at = letters.Length;
        while (value > 0 && at > 0 && double.IsFinite(value))
        {
            letters[--at] = (char)(((value - 1) % 26) + first);
            value = Math.Floor((value - 1) / 26);
        }

        text.Append(letters[at..]);
    }

    private static void WriteRoman(double value, bool upper, ref TextBuffer text, Run run)
    {
        if (!double.IsFinite(value))
        {
            return;
        }

        var thousands = Math.Floor(value / 1000);
        run.Charge((long)Math.Min(thousands, long.MaxValue / 4) * sizeof(char));
        text.Append(upper ? 'M' : 'm', (int)thousands);
        var rest = (int)(value % 1000);
        foreach (var (worth, numeral) in Numerals)
        {
            for (; rest >= worth; rest -= worth)
            {
                text.Append(upper ? numeral.ToUpperInvariant() : numeral);
            }
        }
    }
}
