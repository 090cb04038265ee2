using System.Text;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>A piece of a date's picture string: text, or a component and how it is written.</summary>
internal sealed class DatePart
{
    /// <summary>Text that stands for itself; null for a component.</summary>
    public string? Literal { get; init; }

    public char Component { get; init; }

    /// <summary>Names instead of numbers, in this case of letters.</summary>
    public LetterCase? Names { get; set; }

    /// <summary>How a number is written; null for names and for components that are no numbers.</summary>
    public IntegerPicture? Integer { get; set; }

    /// <summary>The longest that it may become; NaN where the picture gives none that is a number.</summary>
    public double? Most { get; set; }

    /// <summary>The modifier behind the presentation: a, t, c or o.</summary>
    public char Modifier { get; set; }

    /// <summary>Digits of the year that are written; -1 for all.</summary>
    public double YearDigits { get; set; } = -1;
}

/// <summary>A date's picture string, taken apart (XPath F&amp;O 3.1, 9.8.4).</summary>
internal sealed class DatePicture
{
    private static readonly BoundedCache<DatePicture> Known = new();

    private DatePicture(string text)
    {
        var parts = new List<DatePart>();
        var (start, at) = (0, 0);
        while (at < text.Length)
        {
            if (text[at] != '[')
            {
                at++;
                continue;
            }

            AddLiteral(text[start..at], parts);
            if (at + 1 < text.Length && text[at + 1] == '[')
            {
                parts.Add(new DatePart { Literal = "[" });
                start = at += 2;
                continue;
            }

            var end = text.IndexOf(']', at);
            if (end < 0)
            {
                throw new JsonataException("D3135");
            }

            parts.Add(DateMarker.Read(text.AsSpan(at + 1, end - at - 1), parts.Count > 0 ? parts[^1] : null));
            start = at = end + 1;
        }

        AddLiteral(text[start..], parts);
        Parts = [.. parts];
    }

    public DatePart[] Parts { get; }

    /// <summary>The picture of ISO 8601 that stands for a missing one.</summary>
    public static DatePicture Iso { get; } = Of("[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]");

    /// <exception cref="JsonataException">D3131, D3132, D3135.</exception>
    public static DatePicture Of(string text) => Known.Get(text, static picture => new DatePicture(picture));

    private static void AddLiteral(string text, List<DatePart> parts)
    {
        if (text.Length > 0)
        {
            parts.Add(new DatePart { Literal = text.Replace("]]", "]", StringComparison.Ordinal) });
        }
    }
}

/// <summary>Reads what stands between brackets in a date's picture string.</summary>
internal static class DateMarker
{
    private const string Numbers = "YMDdFWwXxHhmsf";

    /// <exception cref="JsonataException">D3131: digits of several families. D3132: no such component.</exception>
    public static DatePart Read(ReadOnlySpan<char> marker, DatePart? previous)
    {
        var text = WithoutBlanks(marker);
        var comma = text.LastIndexOf(',');
        var presentation = text.Length == 0 ? "" : text[1..(comma > 0 ? comma : text.Length)];
        var part = new DatePart { Component = text.Length == 0 || comma == 0 ? '\0' : text[0] };
        double? least = null;
        if (comma >= 0)
        {
            var width = text[(comma + 1)..];
            var dash = width.IndexOf('-', StringComparison.Ordinal);
            least = Width(dash < 0 ? width : width[..dash]);
            part.Most = dash < 0 ? null : Width(width[(dash + 1)..]);
        }

        if (presentation.Length == 0)
        {
            presentation = Default(part.Component);
        }
        else if (presentation.Length > 1 && presentation[^1] is 'a' or 't' or 'c' or 'o')
        {
            part.Modifier = presentation[^1];
            presentation = presentation[..^1];
        }

        if (presentation[0] is 'n' or 'N')
        {
            part.Names =
                presentation[0] == 'n' ? LetterCase.Lower
                : presentation is ['N', 'n', ..] ? LetterCase.Title
                : LetterCase.Upper;
        }
        else if (Numbers.Contains(part.Component))
        {
            ReadNumber(part, presentation, least);
            if (previous?.Integer is { } before)
            {
                // Two numbers without text between them: where the first one ends can only be told by its width.
                before.ReadWidth = before.Mandatory;
            }
        }

        if (part.Component is 'Z' or 'z')
        {
            part.Integer = IntegerPicture.New(presentation);
        }

        return part;
    }

    private static void ReadNumber(DatePart part, string presentation, double? least)
    {
        var picture = IntegerPicture.New(part.Modifier == 0 ? presentation : $"{presentation};{part.Modifier}");
        part.Integer = picture;
        if (picture.Mandatory < least)
        {
            picture.Mandatory = least;
        }

        if (part.Component != 'Y')
        {
            return;
        }

        if (part.Most is { } most)
        {
            part.YearDigits = most;
            picture.Mandatory = most;
        }
        else if (picture.Mandatory + picture.Optional >= 2)
        {
            part.YearDigits = picture.Mandatory!.Value + picture.Optional;
        }
    }

    private static double? Width(string text) => text == "*" ? null : IntegerReader.LeadingInteger(text);

    private static string Default(char component) =>
        component switch
        {
            'Y' or 'M' or 'D' or 'd' or 'W' or 'w' or 'X' or 'x' or 'H' or 'h' or 'f' => "1",
            'F' or 'P' or 'C' or 'E' => "n",
            'm' or 's' => "01",
            'Z' or 'z' => "01:01",
            _ => throw new JsonataException(
                "D3132",
                value: JsonataValue.Of(component == '\0' ? "" : component.ToString())
            ),
        };

    private static string WithoutBlanks(ReadOnlySpan<char> marker)
    {
        var text = new StringBuilder(marker.Length);
        foreach (var c in marker)
        {
            if (!char.IsWhiteSpace(c) && c != '\ufeff')
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }
}
