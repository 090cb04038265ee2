using System.Collections.Frozen;
using System.Text;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Integers in English words: "One Hundred and Twenty-Third".</summary>
internal static class NumberWords
{
    private static readonly string[] Few =
    [
        .. (
            "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen "
            + "Seventeen Eighteen Nineteen"
        ).Split(' '),
    ];

    private static readonly string[] FewOrdinals =
    [
        .. (
            "Zeroth First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth "
            + "Fourteenth Fifteenth Sixteenth Seventeenth Eighteenth Nineteenth"
        ).Split(' '),
    ];

    private static readonly string[] Tens = "Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety".Split(' ');
    private static readonly string[] Magnitudes = "Thousand Million Billion Trillion".Split(' ');

    private static readonly FrozenDictionary<string, double> Values = AllValues();

    // The longest word that is read: "seventeenth" and some of the others.
    private const int Longest = 11;

    /// <summary>Whether a text is made of such words, "and", hyphens, commas and blanks alone, whatever its case.</summary>
    public static bool AreKnown(ReadOnlySpan<char> text, Run run)
    {
        // Marks each offset that a row of words can reach.
        Span<bool> reached = text.Length < 512 ? stackalloc bool[text.Length + 1] : new bool[text.Length + 1];
        reached.Clear();
        reached[0] = true;
        Span<char> word = stackalloc char[Longest];
        var known = Values.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = 0; at < text.Length; at++)
        {
            if (!reached[at])
            {
                continue;
            }

            run.Step();
            reached[at + 1] |= text[at] is '-' or ',' or ' ';
            for (var length = 3; length <= Longest && at + length <= text.Length; length++)
            {
                text.Slice(at, length).ToLowerInvariant(word);
                reached[at + length] |= word[..length] is "and" || known.ContainsKey(word[..length]);
            }
        }

        return text.Length > 0 && reached[^1];
    }

    /// <summary>A number that is not negative in words; above the trillions, trillions are counted in words again.</summary>
    public static string Write(double value, bool ordinal, LetterCase letters, Run run)
    {
        if (!double.IsFinite(value))
        {
            return "";
        }

        var words = new StringBuilder();
        Write(value, false, ordinal, words, run);
        return letters switch
        {
            LetterCase.Upper => words.ToString().ToUpperInvariant(),
            LetterCase.Lower => words.ToString().ToLowerInvariant(),
            _ => words.ToString(),
        };
    }

    /// <summary>The value of words in lower case; NaN where one is not known.</summary>
    public static double Read(ReadOnlySpan<char> text)
    {
        var segments = new Stack<double>([0]);
        while (true)
        {
            var (length, separator) = NextWord(text);
            var word = text[..length];
            Take(Values.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var v) ? v : double.NaN);
            if (separator == 0)
            {
                break;
            }

            text = text[(length + separator)..];
        }

        var sum = 0d;
        foreach (var segment in segments)
        {
            sum += segment;
        }

        return sum;

        void Take(double value)
        {
            var top = segments.Pop();
            if (!(value < 100))
            {
                segments.Push(top * value);
                return;
            }

            if (top >= 1000)
            {
                segments.Push(top);
                top = 0;
            }

            segments.Push(top + value);
        }
    }

    // Words are separated by ", ", " and ", a blank, a hyphen or a backslash.
    private static (int Length, int Separator) NextWord(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ',' && i + 1 < text.Length && char.IsWhiteSpace(text[i + 1]))
            {
                return (i, 2);
            }

            if (char.IsWhiteSpace(text[i]))
            {
                var and =
                    text[(i + 1)..].StartsWith("and", StringComparison.Ordinal)
                    && i + 4 < text.Length
                    && char.IsWhiteSpace(text[i + 4]);
                return (i, and ? 5 : 1);
            }

            if (text[i] is '-' or '\\')
            {
                return (i, 1);
            }
        }

        return (text.Length, 0);
    }

    private static void Write(double value, bool follows, bool ordinal, StringBuilder words, Run run)
    {
        run.Step();
        if (value <= 19)
        {
            words.Append(follows ? " and " : "").Append((ordinal ? FewOrdinals : Few)[(int)value]);
        }
        else if (value < 100)
        {
            var (tens, rest) = ((int)value / 10, (int)value % 10);
            words.Append(follows ? " and " : "").Append(Tens[tens - 2]);
            if (rest > 0)
            {
                words.Append('-');
                Write(rest, false, ordinal, words, run);
            }
            else if (ordinal)
            {
                words.Length--;
                words.Append("ieth");
            }
        }
        else
        {
            words.Append(follows ? ", " : "");
            var rest = value < 1000 ? WriteHundreds(value, words) : WriteMagnitude(value, words, run);
            if (rest > 0)
            {
                Write(rest, true, ordinal, words, run);
            }
            else if (ordinal)
            {
                words.Append("th");
            }
        }
    }

    private static double WriteHundreds(double value, StringBuilder words)
    {
        words.Append(Few[(int)value / 100]).Append(" Hundred");
        return value % 100;
    }

    private static double WriteMagnitude(double value, StringBuilder words, Run run)
    {
        var (magnitude, factor) = (0, 1000d);
        while (magnitude < Magnitudes.Length - 1 && value >= factor * 1000)
        {
            factor *= 1000;
            magnitude++;
        }

        var count = Math.Floor(value / factor);
        Write(count, false, false, words, run);
        words.Append(' ').Append(Magnitudes[magnitude]);
        return value - (count * factor);
    }

    private static FrozenDictionary<string, double> AllValues()
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < Few.Length; i++)
        {
            values[Few[i].ToLowerInvariant()] = i;
            values[FewOrdinals[i].ToLowerInvariant()] = i;
        }

        for (var i = 0; i < Tens.Length; i++)
        {
            var word = Tens[i].ToLowerInvariant();
            values[word] = (i + 2) * 10;
            values[$"{word[..^1]}ieth"] = (i + 2) * 10;
        }

        (values["hundred"], values["hundredth"]) = (100, 100);
        var factor = 1d;
        foreach (var magnitude in Magnitudes)
        {
            factor *= 1000;
            values[magnitude.ToLowerInvariant()] = factor;
            values[$"{magnitude.ToLowerInvariant()}th"] = factor;
        }

        return values.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
