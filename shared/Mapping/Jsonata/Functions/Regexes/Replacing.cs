using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>$replace: strings or matches, by a text in which $1 stands for a group, or by what a function makes of each match.</summary>
internal static class Replacing
{
    /// <exception cref="JsonataException">D3010: an empty pattern. D3011: a negative limit. D3012: no string to put in. D1004, T1010.</exception>
    public static JsonataValue Replace(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).AsString() is not { } text)
        {
            return default;
        }

        var pattern = args.At(1).AsString();
        if (pattern?.Length == 0)
        {
            throw new JsonataException("D3010", value: args[1], index: 2);
        }

        var limit = Matching.Limit(args, 3, "D3011");
        if (!(limit > 0))
        {
            return args[0];
        }

        return pattern is not null
            ? ReplaceText(args, text, pattern, limit, run)
            : ReplaceMatches(args, text, limit, run);
    }

    private static JsonataValue ReplaceText(
        ReadOnlySpan<JsonataValue> args,
        string text,
        string pattern,
        double limit,
        Run run
    )
    {
        var at = text.IndexOf(pattern, StringComparison.Ordinal);
        if (at < 0)
        {
            return args[0];
        }

        // JavaScript's text of nothing, as in the reference.
        var replacement =
            args.At(2).AsString()
            ?? (args.At(2).IsUndefined ? "undefined" : throw new JsonataException("D3012", value: args.At(2)));
        var result = new TextBuffer(stackalloc char[256], run);
        var rest = text.AsSpan();
        for (var count = 0; at >= 0 && count < limit; count++)
        {
            run.Step();
            result.Append(rest[..at]);
            result.Append(replacement);
            rest = rest[(at + pattern.Length)..];
            at = rest.IndexOf(pattern, StringComparison.Ordinal);
        }

        result.Append(rest);
        return JsonataValue.Of(result.Finish());
    }

    private static JsonataValue ReplaceMatches(ReadOnlySpan<JsonataValue> args, string text, double limit, Run run)
    {
        var cursor = new MatchCursor(Matching.Matcher(args, 1), text, run);
        if (!cursor.First())
        {
            return args[0];
        }

        var replacement = args.At(2).AsString();
        var plain = replacement?.Contains('$') == false;
        var function = replacement is null ? Matching.Matcher(args, 2) : null;
        var result = new TextBuffer(stackalloc char[256], run);
        var (position, more) = (0d, true);
        for (var count = 0; more && count < limit; count++)
        {
            result.Append(cursor.Cut(position, cursor.Start));
            if (plain)
            {
                result.Append(replacement);
            }
            else if (function is null)
            {
                Substitute(replacement!, ref cursor, ref result, run);
            }
            else
            {
                var made = function.Invoke([cursor.AsValue()], JsonataValue.Null, run);
                result.Append(made.AsString() ?? throw new JsonataException("D3012", value: made));
            }

            position = cursor.EndOfMatch;
            more = cursor.Next();
        }

        result.Append(cursor.Cut(position, text.Length));
        return JsonataValue.Of(result.Finish());
    }

    // $0 is the match, $1 the first group, $$ a dollar. Digits are read as far as there are groups; a lone $ stays.
    private static void Substitute(string template, ref MatchCursor cursor, ref TextBuffer result, Run run)
    {
        var groups = cursor.Groups().Array ?? throw new JsonataException("T1010");
        var digits =
            groups.Count < 10 ? 1
            : groups.Count < 100 ? 2
            : 3;
        var position = 0;
        for (
            var dollar = template.IndexOf('$', StringComparison.Ordinal);
            dollar >= 0;
            dollar = template.IndexOf('$', position)
        )
        {
            result.Append(template.AsSpan(position, dollar - position));
            position = dollar + 1;
            var next = position < template.Length ? template[position] : '\0';
            if (next == '$')
            {
                result.Append('$');
                position++;
            }
            else if (next == '0')
            {
                result.AppendString(cursor.Match);
                position++;
            }
            else if (GroupNumber(template, position, digits, groups.Count) is { } number)
            {
                var group = number > 0 && number <= groups.Count ? groups[number - 1] : default;
                result.Append(group.IsUndefined ? "" : Stringify.Text(group, false, run));
                position += number.ToString(CultureInfo.InvariantCulture).Length;
            }
            else
            {
                result.Append('$');
            }
        }

        result.Append(template.AsSpan(position));
    }

    private static int? GroupNumber(string template, int position, int digits, int groups)
    {
        var number = LeadingInteger(template.AsSpan(position, Math.Min(digits, template.Length - position)));
        return digits > 1 && number > groups
            ? LeadingInteger(template.AsSpan(position, Math.Min(digits - 1, template.Length - position)))
            : number;
    }

    // As JavaScript's parseInt reads it: blanks and a sign may precede.
    private static int? LeadingInteger(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        var negative = text.StartsWith('-');
        text = negative || text.StartsWith('+') ? text[1..] : text;
        var end = text.IndexOfAnyExceptInRange('0', '9');
        text = end < 0 ? text : text[..end];
        return text.IsEmpty
            ? null
            : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) * (negative ? -1 : 1);
    }
}
