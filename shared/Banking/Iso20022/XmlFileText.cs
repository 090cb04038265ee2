using System.Text;

namespace IntegrationFunctions.Banking.Iso20022;

/// <summary>
/// Decodes a file for the XML reader. Banks declare UTF-8 and send Windows-1252, or put a blank line before the declaration: both are read
/// and reported. Notes whether the end of the file was reached, which tells a cut-off file from a malformed one.
/// </summary>
internal sealed class XmlFileText : TextReader
{
    private readonly StreamReader _inner;

    private XmlFileText(StreamReader inner, bool looksLikeXml)
    {
        _inner = inner;
        LooksLikeXml = looksLikeXml;
    }

    /// <summary>Whether the first character is a <c>&lt;</c>.</summary>
    public bool LooksLikeXml { get; }

    /// <summary>Whether the XML reader has asked for more than there is.</summary>
    public bool IsAtEnd { get; private set; }

    public static XmlFileText Open(LimitedStream file, DeviationLog deviations)
    {
        var head = file.Peek(1024);
        if (head is [0xEF, 0xBB, 0xBF, ..])
        {
            // Passed over here: the reader's own detection of byte order marks would lose the tolerant decoder.
            head = head[3..];
            file.SkipPeekedUntil(head.Length);
        }
        var encoding = Utf16(head);
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            file.SkipPeekedUntil(head.Length - 2);
        if (encoding is null)
        {
            var blanks = head.IndexOfAnyExcept(" \t\r\n"u8);
            if (blanks > 0)
            {
                deviations.Add(
                    "(line 1)",
                    "leading-whitespace",
                    "The file begins with blanks, which XML forbids; they were passed over."
                );
                head = head[blanks..];
                file.SkipPeekedUntil(head.Length);
            }
            encoding = Declared(head, deviations);
        }
        var looksLikeXml = head.IndexOf((byte)'<') is >= 0 and <= 4;
        return new XmlFileText(
            new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: false, 1 << 16),
            looksLikeXml
        );
    }

    private static Encoding? Utf16(ReadOnlySpan<byte> head) =>
        head switch
        {
            [0xFF, 0xFE, ..] or [(byte)'<', 0, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] or [0, (byte)'<', ..] => Encoding.BigEndianUnicode,
            _ => null,
        };

    private static Encoding Declared(ReadOnlySpan<byte> head, DeviationLog deviations)
    {
        var name = EncodingName(head);
        if (
            name is null
            || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || name.Equals("utf8", StringComparison.OrdinalIgnoreCase)
        )
            return TolerantUtf8(deviations);
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            deviations.Add(
                "(line 1)",
                "unknown-encoding",
                $"The file says that its encoding is '{name}', which is unknown; it was read as UTF-8."
            );
            return TolerantUtf8(deviations);
        }
    }

    private static string? EncodingName(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("<?xml"u8) || head.IndexOf("?>"u8) is not (> 0 and var end))
            return null;
        var declaration = Encoding.ASCII.GetString(head[..end]);
        var start = declaration.IndexOf("encoding", StringComparison.Ordinal);
        if (start < 0 || declaration.IndexOfAny(['"', '\''], start) is not (> 0 and var open))
            return null;
        var close = declaration.IndexOf(declaration[open], open + 1);
        var name = close < 0 ? null : declaration[(open + 1)..close].Trim();
        // A declaration that can be read byte by byte is not in UTF-16, whatever it says.
        return name is null || name.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) ? null : name;
    }

    private static Encoding TolerantUtf8(DeviationLog deviations) =>
        Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new Windows1252Fallback(deviations));

    public override int Read(char[] buffer, int index, int count)
    {
        var read = _inner.Read(buffer, index, count);
        IsAtEnd |= read == 0 && count > 0;
        return read;
    }

    public override int Read()
    {
        var read = _inner.Read();
        IsAtEnd |= read < 0;
        return read;
    }

    public override int Peek() => _inner.Peek();
}
