using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>$string: values as JSON text in the way of JSON.stringify (ECMA-262, 25.5.2); functions are empty strings.</summary>
internal static class Stringify
{
    public static JsonataValue String(ReadOnlySpan<JsonataValue> args, Run run) =>
        args.At(0).Kind is JsonataKind.String or JsonataKind.Undefined
            ? args.At(0)
            : JsonataValue.Of(Text(args[0], args.At(1).AsBoolean, run));

    /// <summary>The text of a value that is there.</summary>
    /// <exception cref="JsonataException">D3001, D1001: a number that JSON can't hold. U1001: nested too deeply.</exception>
    public static string Text(JsonataValue value, bool indented, Run run)
    {
        if (value.Array is { IsOuterWrapper: true, Count: > 0 } wrapper)
        {
            value = wrapper[0];
        }

        switch (value.Kind)
        {
            case JsonataKind.String:
                return value.AsString()!;
            case JsonataKind.Function:
                return "";
            case JsonataKind.Number:
                return IsFinite(value) ? NumberText.Of(value) : throw new JsonataException("D3001", value: value);
            case JsonataKind.Boolean:
                return value.AsBoolean ? "true" : "false";
            case JsonataKind.Null:
                return "null";
        }

        var text = new TextBuffer(stackalloc char[512], run);
        Write(value, indented ? 0 : -1, ref text, run);
        run.Charge(text.Length * sizeof(char));
        return text.Finish();
    }

    /// <summary>Refuses numbers that are infinite, as the reference does wherever it asks for a number; NaN passes.</summary>
    public static void RefuseInfinite(JsonataValue number)
    {
        if (!number.IsSlice && double.IsInfinity(number.AsDouble))
        {
            throw new JsonataException("D1001", value: number);
        }
    }

    private static bool IsFinite(JsonataValue number) =>
        number.IsSlice || number.IsDecimal || double.IsFinite(number.AsDouble);

    // Level is the depth of indentation, or -1 for everything on one line.
    private static void Write(JsonataValue value, int level, ref TextBuffer text, Run run)
    {
        switch (value.Kind)
        {
            case JsonataKind.String:
                WriteString(value, ref text);
                break;
            case JsonataKind.Number:
                RefuseInfinite(value);
                text.Append(IsFinite(value) ? NumberText.Of(value) : "null");
                break;
            case JsonataKind.Boolean:
                text.Append(value.AsBoolean ? "true" : "false");
                break;
            case JsonataKind.Function:
                text.Append("\"\"");
                break;
            case JsonataKind.Array:
                WriteArray(value.Array!, level, ref text, run);
                break;
            case JsonataKind.Object:
                WriteObject(value.Object!, level, ref text, run);
                break;
            default:
                text.Append("null");
                break;
        }
    }

    private static void WriteArray(JsonataArray array, int level, ref TextBuffer text, Run run)
    {
        Deeper(run);
        text.Append('[');
        var inner = level < 0 ? level : level + 1;
        var items = array.Items;
        for (var i = 0; i < items.Length; i++)
        {
            Separate(i == 0, inner, ref text);
            Write(items[i], inner, ref text, run);
        }

        Close(']', items.Length == 0, level, ref text);
    }

    private static void WriteObject(JsonataObject fields, int level, ref TextBuffer text, Run run)
    {
        Deeper(run);
        text.Append('{');
        var inner = level < 0 ? level : level + 1;
        var names = fields.Names;
        var values = fields.Values;
        var none = true;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].IsUndefined)
            {
                continue;
            }

            Separate(none, inner, ref text);
            none = false;
            JsonString.Write(names[i], ref text);
            text.Append(inner < 0 ? ":" : ": ");
            Write(values[i], inner, ref text, run);
        }

        Close('}', none, level, ref text);
    }

    private static void WriteString(JsonataValue value, ref TextBuffer text)
    {
        if (!value.IsSlice || value.IsEscaped)
        {
            JsonString.Write(value.AsString(), ref text);
            return;
        }

        // A slice without escapes holds nothing that needs one.
        text.Append('"');
        text.AppendString(value);
        text.Append('"');
    }

    private static void Separate(bool first, int level, ref TextBuffer text)
    {
        if (!first)
        {
            text.Append(',');
        }

        NewLine(level, ref text);
    }

    private static void Close(char bracket, bool empty, int level, ref TextBuffer text)
    {
        if (!empty)
        {
            NewLine(level, ref text);
        }

        text.Append(bracket);
    }

    private static void NewLine(int level, ref TextBuffer text)
    {
        if (level >= 0)
        {
            text.Append('\n');
            text.Append(' ', level * 2);
        }
    }

    private static void Deeper(Run run)
    {
        run.Step();
        Guard.Stack();
    }
}
