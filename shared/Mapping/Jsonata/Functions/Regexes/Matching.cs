using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>$match, $contains and $split: with a string, a regular expression, or a function that answers as one does.</summary>
internal static class Matching
{
    /// <exception cref="JsonataException">D3040: a negative limit. D1004, T1010.</exception>
    public static JsonataValue Match(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).AsString() is not { } text)
        {
            return default;
        }

        var limit = Limit(args, 2, "D3040");
        var result = JsonataArray.Sequence();
        if (!(limit > 0))
        {
            return JsonataValue.Of(result);
        }

        var cursor = new MatchCursor(Matcher(args, 1), text, run);
        for (var more = cursor.First(); more && result.Count < limit; more = cursor.Next())
        {
            run.Charge(128);
            var match = new JsonataObject(3);
            SetIfAny(match, "match", cursor.Match);
            SetIfAny(match, "index", cursor.StartValue());
            SetIfAny(match, "groups", cursor.Groups());
            result.Add(JsonataValue.Of(match));
        }

        return JsonataValue.Of(result);
    }

    /// <exception cref="JsonataException">T1010.</exception>
    public static JsonataValue Contains(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var (value, token) = (args.At(0), args.At(1));
        if (value.IsUndefined || token.IsUndefined)
        {
            return default;
        }

        if (token.Function is { } function)
        {
            return JsonataValue.Of(new MatchCursor(function, value.AsString()!, run).First());
        }

        return JsonataValue.Of(
            value.IsSlice && token.IsSlice && !value.IsEscaped && !token.IsEscaped
                ? value.Slice.IndexOf(token.Slice) >= 0
                : value.AsString()!.Contains(token.AsString()!, StringComparison.Ordinal)
        );
    }

    /// <exception cref="JsonataException">D3020: a negative limit. D1004, T1010.</exception>
    public static JsonataValue Split(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).AsString() is not { } text)
        {
            return default;
        }

        var limit = Limit(args, 2, "D3020");
        var result = new JsonataArray();
        if (!(limit > 0))
        {
            return JsonataValue.Of(result);
        }

        if (args.At(1).AsString() is { } separator)
        {
            // A whole number of parts, as JavaScript's split takes it.
            SplitByText(text, separator, Math.Truncate(limit), result, run);
            return JsonataValue.Of(result);
        }

        var cursor = new MatchCursor(Matcher(args, 1), text, run);
        var start = 0d;
        for (var more = cursor.First(); more && result.Count < limit; more = cursor.Next())
        {
            Add(cursor.Cut(start, cursor.Start), result, run);
            start = cursor.End;
        }

        if (result.Count < limit)
        {
            Add(cursor.Cut(start, text.Length), result, run);
        }

        return JsonataValue.Of(result);
    }

    /// <summary>The most that a function shall do; infinity where the argument is missing.</summary>
    public static double Limit(ReadOnlySpan<JsonataValue> args, int index, string error)
    {
        var limit = args.At(index);
        return !limit.IsNumber ? double.PositiveInfinity
            : limit.AsDouble < 0 ? throw new JsonataException(error, value: limit, index: index + 1)
            : limit.AsDouble;
    }

    public static JFunction Matcher(ReadOnlySpan<JsonataValue> args, int index) =>
        args.At(index).Function ?? throw new JsonataException("T0410", value: args.At(index), index: index + 1);

    private static void SplitByText(string text, string separator, double limit, JsonataArray result, Run run)
    {
        if (separator.Length == 0)
        {
            run.Charge(text.Length * 40L);
            for (var i = 0; i < text.Length && i < limit; i++)
            {
                run.Step();
                result.Add(JsonataValue.Of(text[i].ToString()));
            }

            return;
        }

        var rest = text.AsSpan();
        while (result.Count < limit)
        {
            run.Step();
            var at = rest.IndexOf(separator, StringComparison.Ordinal);
            if (at < 0)
            {
                Add(rest, result, run);
                return;
            }

            Add(rest[..at], result, run);
            rest = rest[(at + separator.Length)..];
        }
    }

    private static void Add(ReadOnlySpan<char> part, JsonataArray result, Run run)
    {
        run.Charge(40 + (part.Length * sizeof(char)));
        result.Add(JsonataValue.Of(part.ToString()));
    }

    private static void SetIfAny(JsonataObject into, string name, JsonataValue value)
    {
        if (!value.IsUndefined)
        {
            into.Set(name, value);
        }
    }
}
