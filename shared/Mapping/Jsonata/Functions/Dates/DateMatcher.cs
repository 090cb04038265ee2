using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>
/// Matches a text with a date's picture string, whatever the case of its letters. Each piece takes as much as it can, and less where the
/// rest would not match otherwise.
/// </summary>
internal readonly struct DateMatcher(string text, DatePicture picture, Run run)
{
    /// <summary>False where the text does not match, or the picture names no component.</summary>
    /// <exception cref="JsonataException">D3130: a sequence that is not supported. D3133: a component that has no names.</exception>
    public bool TryMatch(ref DateReader.Components components)
    {
        var parts = picture.Parts;
        foreach (var part in parts)
        {
            Check(part);
        }

        Span<int> ends = parts.Length <= 64 ? stackalloc int[parts.Length] : new int[parts.Length];
        if (!Match(0, 0, ends))
        {
            return false;
        }

        var (start, any) = (0, false);
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Literal is null)
            {
                any = true;
                if (Value(parts[i], text[start..ends[i]]) is { } value)
                {
                    components[parts[i].Component] = value;
                }
                else
                {
                    components.Forget(parts[i].Component);
                }
            }

            start = ends[i];
        }

        return any;
    }

    private static void Check(DatePart part)
    {
        if (part.Literal is not null || part.Component is 'Z' or 'z' or 'f')
        {
            return;
        }

        if (part.Integer is { Style: IntegerStyle.Sequence } picture)
        {
            throw new JsonataException("D3130", value: JsonataValue.Of(picture.Token));
        }

        if (part.Integer is null && part.Component is not ('M' or 'x' or 'F' or 'P'))
        {
            throw new JsonataException("D3133", value: JsonataValue.Of(part.Component.ToString()));
        }
    }

    private bool Match(int index, int at, Span<int> ends)
    {
        Guard.Stack();
        if (index == picture.Parts.Length)
        {
            return at == text.Length;
        }

        var part = picture.Parts[index];
        if (part.Literal is { } literal)
        {
            ends[index] = at + literal.Length;
            return string.Compare(text, at, literal, 0, literal.Length, StringComparison.OrdinalIgnoreCase) == 0
                && at + literal.Length <= text.Length
                && Match(index + 1, at + literal.Length, ends);
        }

        var (least, most, suffix) = Range(part, at);
        for (var end = most; end >= least; end--)
        {
            run.Step();
            ends[index] = end + suffix;
            if (Ends(part, at, end) && Match(index + 1, end + suffix, ends))
            {
                return true;
            }
        }

        return false;
    }

    // Where the piece may end: first and last offset, and the length of what follows its digits.
    private (int Least, int Most, int Suffix) Range(DatePart part, int at)
    {
        if (part.Component is 'Z' or 'z')
        {
            return ZoneRange(part, at);
        }

        var end = at;
        if (part.Component == 'f' || part.Integer is { Style: IntegerStyle.Decimal })
        {
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (part.Component == 'f')
            {
                return (at + 1, end, 0);
            }

            var suffix = part.Integer!.IsOrdinal ? 2 : 0;
            return part.Integer.ReadWidth is > 0 and var width
                ? (width <= end - at ? (at + (int)width, at + (int)width, suffix) : (1, 0, 0))
                : (at + 1, end, suffix);
        }

        while (end < text.Length && IsPartOf(part, text[end]))
        {
            end++;
        }

        return (at + 1, end, 0);
    }

    private static bool IsPartOf(DatePart part, char c) =>
        part.Integer?.Style switch
        {
            IntegerStyle.Roman => "MDCLXVI".Contains(char.ToUpperInvariant(c)),
            IntegerStyle.Words => char.IsAsciiLetter(c) || c is '-' or ',' or ' ',
            _ => char.IsAsciiLetter(c),
        };

    // Whether what was taken is all of its kind: an ordinal's ending, or words that are known.
    private bool Ends(DatePart part, int at, int end) =>
        part.Integer switch
        {
            { Style: IntegerStyle.Decimal, IsOrdinal: true } when part.Component is not ('Z' or 'z' or 'f') => end + 2
                <= text.Length
                && text.AsSpan(end, 2)
                    is ['t' or 'T', 'h' or 'H']
                        or ['s' or 'S', 't' or 'T']
                        or ['n' or 'N', 'd' or 'D']
                        or ['r' or 'R', 'd' or 'D'],
            { Style: IntegerStyle.Words } when part.Component is not ('Z' or 'z') => NumberWords.AreKnown(
                text.AsSpan(at, end - at),
                run
            ),
            _ => true,
        };

    // GMT, a sign, digits, and with a separator digits behind it.
    private (int Least, int Most, int Suffix) ZoneRange(DatePart part, int at)
    {
        if (part.Component == 'z')
        {
            if (string.Compare(text, at, "GMT", 0, 3, StringComparison.OrdinalIgnoreCase) != 0)
            {
                return (1, 0, 0);
            }

            at += 3;
        }

        if (at >= text.Length || text[at] is not ('+' or '-'))
        {
            return (1, 0, 0);
        }

        var first = SkipDigits(at + 1);
        if (part.Integer is not { Regular: > 0 } picture)
        {
            return (at + 2, first, 0);
        }

        var mark = picture.Separators[0].Text;
        if (first == at + 1 || string.CompareOrdinal(text, first, mark, 0, mark.Length) != 0)
        {
            return (1, 0, 0);
        }

        var start = first + mark.Length;
        return (start + 1, SkipDigits(start), 0);
    }

    private int SkipDigits(int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    private static double? Value(DatePart part, string value)
    {
        switch (part.Component)
        {
            case 'Z' or 'z':
                return Zone(part, part.Component == 'z' ? value.AsSpan(3) : value);
            case 'f':
                return double.Parse(
                        $"0.{value.AsSpan(0, Math.Min(value.Length, 3))}",
                        NumberStyles.Float,
                        CultureInfo.InvariantCulture
                    ) * 1000;
        }

        if (part.Integer is { } picture)
        {
            return IntegerReader.Read(value, picture);
        }

        return part.Component == 'P'
            ? value switch
            {
                "am" or "AM" => 0,
                "pm" or "PM" => 1,
                _ => null,
            }
            : Named(part, value);
    }

    // Names as they are written in English, cut to the greatest width. Of several that are cut alike the last one counts.
    private static double? Named(DatePart part, string value)
    {
        var names = part.Component == 'F' ? DateComponents.Days : DateComponents.Months;
        for (var i = names.Length - 1; i >= 0; i--)
        {
            var name =
                part.Most is > 0 and var most && most < names[i].Length ? names[i].AsSpan(0, (int)most) : names[i];
            if (name.SequenceEqual(value))
            {
                return i + 1;
            }
        }

        return null;
    }

    private static double Zone(DatePart part, ReadOnlySpan<char> value)
    {
        if (part.Integer is { Regular: > 0 } picture)
        {
            var at = value.IndexOf(picture.Separators[0].Text, StringComparison.Ordinal);
            return (IntegerReader.LeadingInteger(value[..at]) * 60) + IntegerReader.LeadingInteger(value[(at + 1)..]);
        }

        return value.Length <= 3
            ? IntegerReader.LeadingInteger(value) * 60
            : (IntegerReader.LeadingInteger(value[..3]) * 60) + IntegerReader.LeadingInteger(value[3..]);
    }
}
