using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Base64 (RFC 4648) of strings whose characters stand for bytes, as JavaScript's btoa and atob take them.</summary>
internal static class Base64
{
    public static JsonataValue Encode(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).AsString() is not { } text)
        {
            return default;
        }

        run.Charge(text.Length * 4L);
        var bytes = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            bytes[i] = (byte)text[i];
        }

        return JsonataValue.Of(Convert.ToBase64String(bytes));
    }

    /// <summary>Reads both alphabets, passes over what belongs to none, and ends at the first padding.</summary>
    public static JsonataValue Decode(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).AsString() is not { } text)
        {
            return default;
        }

        var result = new TextBuffer(stackalloc char[256], run);
        var (bits, held) = (0, 0);
        foreach (var c in text)
        {
            if (c == '=')
            {
                break;
            }

            var value = Value(c);
            if (value < 0)
            {
                continue;
            }

            bits = ((bits << 6) | value) & 0xFFFF;
            held += 6;
            if (held >= 8)
            {
                held -= 8;
                result.Append((char)((bits >> held) & 0xFF));
            }
        }

        return JsonataValue.Of(result.Finish());
    }

    private static int Value(char c) =>
        c switch
        {
            >= 'A' and <= 'Z' => c - 'A',
            >= 'a' and <= 'z' => c - 'a' + 26,
            >= '0' and <= '9' => c - '0' + 52,
            '+' or '-' => 62,
            '/' or '_' => 63,
            _ => -1,
        };
}
