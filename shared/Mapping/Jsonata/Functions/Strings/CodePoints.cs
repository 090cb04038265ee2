namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Code points in UTF-16: a pair of surrogates is one, a lone surrogate is one as well.</summary>
internal static class CodePoints
{
    public static bool HasSurrogates(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\ud800', '\udfff');

    public static int Count(ReadOnlySpan<char> text)
    {
        if (!HasSurrogates(text))
        {
            return text.Length;
        }

        var count = 0;
        for (var i = 0; i < text.Length; i += WidthAt(text, i))
        {
            count++;
        }

        return count;
    }

    /// <summary>Of UTF-8 without lone surrogates.</summary>
    public static int Count(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Where the code point of an index starts, in UTF-16 code units.</summary>
    public static int Offset(ReadOnlySpan<char> text, int index)
    {
        var at = 0;
        for (; index > 0 && at < text.Length; index--)
        {
            at += WidthAt(text, at);
        }

        return at;
    }

    public static int WidthAt(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
}
