using System.Text;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Parts of strings, their length, their case.</summary>
internal static class StringFunctions
{
    public static JsonataValue Length(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var value = args.At(0);
        return value.IsUndefined ? default
            : value.IsSlice && !value.IsEscaped ? JsonataValue.Of((double)CodePoints.Count(value.Slice))
            : JsonataValue.Of((double)CodePoints.Count(value.AsString()));
    }

    public static JsonataValue Substring(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).AsString() is not { } text)
        {
            return default;
        }

        var pairs = CodePoints.HasSurrogates(text);
        var count = pairs ? CodePoints.Count(text) : text.Length;
        var start = args.At(1).AsDouble;
        if (count + start < 0)
        {
            start = 0;
        }

        var (from, to) = (Index(start, count), count);
        if (!args.At(2).IsUndefined)
        {
            var length = args.At(2).AsDouble;
            if (length <= 0)
            {
                return JsonataValue.Of("");
            }

            to = Index(start >= 0 ? start + length : count + start + length, count);
        }

        if (to <= from)
        {
            return JsonataValue.Of("");
        }

        run.Charge((to - from) * sizeof(char));
        return JsonataValue.Of(
            pairs ? text[CodePoints.Offset(text, from)..CodePoints.Offset(text, to)] : text[from..to]
        );
    }

    public static JsonataValue Before(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).AsString() is not { } text)
        {
            return default;
        }

        var at = args.At(1).AsString() is { } mark ? text.IndexOf(mark, StringComparison.Ordinal) : -1;
        return at < 0 ? args[0] : JsonataValue.Of(text[..at]);
    }

    public static JsonataValue After(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).AsString() is not { } text)
        {
            return default;
        }

        var mark = args.At(1).AsString();
        var at = mark is null ? -1 : text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? args[0] : JsonataValue.Of(text[(at + mark!.Length)..]);
    }

    public static JsonataValue Lowercase(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var text = args.At(0).AsString();
        run.Charge((text?.Length ?? 0) * sizeof(char));
        return JsonataValue.Of(text is null ? null : Casing.Lower(text));
    }

    public static JsonataValue Uppercase(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var text = args.At(0).AsString();
        run.Charge((text?.Length ?? 0) * sizeof(char));
        return JsonataValue.Of(text is null ? null : Casing.Upper(text));
    }

    /// <summary>Blanks, tabs and line ends become one blank each time, and none at both ends.</summary>
    public static JsonataValue Trim(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).AsString() is not { } text)
        {
            return default;
        }

        var trimmed = text.AsSpan().Trim(" \t\n\r");
        if (!trimmed.ContainsAny("\t\n\r") && !trimmed.Contains("  ", StringComparison.Ordinal))
        {
            return trimmed.Length == text.Length ? args[0] : JsonataValue.Of(trimmed.ToString());
        }

        var result = new TextBuffer(stackalloc char[256], run);
        var blank = false;
        foreach (var c in trimmed)
        {
            var isBlank = c is ' ' or '\t' or '\n' or '\r';
            if (!isBlank || !blank)
            {
                result.Append(isBlank ? ' ' : c);
            }

            blank = isBlank;
        }

        return JsonataValue.Of(result.Finish());
    }

    public static JsonataValue Pad(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).AsString() is not { } text)
        {
            return default;
        }

        var width = Math.Truncate(args.At(1).AsDouble);
        var missing = Math.Abs(width) - CodePoints.Count(text);
        if (!(missing > 0))
        {
            return args[0];
        }

        var with = args.At(2).AsString() is { Length: > 0 } given ? given : " ";
        var unit = CodePoints.Count(with);
        run.Charge((long)Math.Min((text.Length + (missing * with.Length)) * sizeof(char), long.MaxValue / 2));
        var padding = new StringBuilder(text.Length + (int)missing);
        if (width > 0)
        {
            padding.Append(text);
        }

        var (full, rest) = ((int)missing / unit, (int)missing % unit);
        padding.Insert(padding.Length, with, full).Append(with.AsSpan(0, CodePoints.Offset(with, rest)));
        return JsonataValue.Of((width > 0 ? padding : padding.Append(text)).ToString());
    }

    public static JsonataValue Join(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).Array is not { } parts)
        {
            return default;
        }

        var separator = args.At(1).AsString();
        var result = new TextBuffer(stackalloc char[256], run);
        var items = parts.Items;
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                result.Append(separator);
            }

            result.AppendString(items[i]);
        }

        run.Charge(result.Length * sizeof(char));
        return JsonataValue.Of(result.Finish());
    }

    // A position as JavaScript's slice takes it: cut off at the point, negative ones from the end.
    private static int Index(double position, int count)
    {
        if (double.IsNaN(position))
        {
            return 0;
        }

        position = Math.Truncate(position);
        return (int)(position < 0 ? Math.Max(count + position, 0) : Math.Min(position, count));
    }
}
