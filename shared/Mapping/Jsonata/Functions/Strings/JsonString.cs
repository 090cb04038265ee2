using System.Buffers;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Strings between quotes as JSON.stringify writes them (ECMA-262, QuoteJSONString): no escape that is not needed.</summary>
internal static class JsonString
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([
        '"',
        '\\',
        .. Enumerable.Range(0, ' ').Select(c => (char)c),
        .. Enumerable.Range('\ud800', '\udfff' - '\ud800' + 1).Select(c => (char)c),
    ]);

    public static void Write(ReadOnlySpan<char> value, ref TextBuffer text)
    {
        text.Append('"');
        while (value.IndexOfAny(Escaped) is var at and >= 0)
        {
            text.Append(value[..at]);
            var width = CodePoints.WidthAt(value, at);
            if (width == 2)
            {
                text.Append(value.Slice(at, 2));
            }
            else
            {
                Escape(value[at], ref text);
            }

            value = value[(at + width)..];
        }

        text.Append(value);
        text.Append('"');
    }

    private static void Escape(char c, ref TextBuffer text)
    {
        text.Append('\\');
        switch (c)
        {
            case '"' or '\\':
                text.Append(c);
                break;
            case '\b':
                text.Append('b');
                break;
            case '\t':
                text.Append('t');
                break;
            case '\n':
                text.Append('n');
                break;
            case '\f':
                text.Append('f');
                break;
            case '\r':
                text.Append('r');
                break;
            default:
                text.Append('u');
                for (var shift = 12; shift >= 0; shift -= 4)
                {
                    text.Append("0123456789abcdef"[(c >> shift) & 15]);
                }

                break;
        }
    }
}
