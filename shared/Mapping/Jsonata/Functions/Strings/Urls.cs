using System.Buffers;
using System.Text;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Percent-encoding as ECMA-262, 19.2.6 defines it: encodeURI, encodeURIComponent and what undoes them.</summary>
internal static class Urls
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Reserved = ";/?:@&=+$,#";

    private static readonly SearchValues<char> KeptInComponents = SearchValues.Create(Letters + "-_.!~*'()");
    private static readonly SearchValues<char> KeptInUrls = SearchValues.Create(Letters + "-_.!~*'()" + Reserved);

    public static JsonataValue EncodeComponent(ReadOnlySpan<JsonataValue> args, Run run) =>
        Encode(args.At(0), KeptInComponents, run);

    public static JsonataValue EncodeUrl(ReadOnlySpan<JsonataValue> args, Run run) =>
        Encode(args.At(0), KeptInUrls, run);

    public static JsonataValue DecodeComponent(ReadOnlySpan<JsonataValue> args, Run run) => Decode(args.At(0), "", run);

    public static JsonataValue DecodeUrl(ReadOnlySpan<JsonataValue> args, Run run) => Decode(args.At(0), Reserved, run);

    private static JsonataValue Encode(JsonataValue value, SearchValues<char> kept, Run run)
    {
        if (value.AsString() is not { } text || !text.AsSpan().ContainsAnyExcept(kept))
        {
            return value;
        }

        var result = new TextBuffer(stackalloc char[512], run);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (kept.Contains(text[i]))
            {
                result.Append(text[i]);
                continue;
            }

            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                throw new JsonataException("D3140", value: value);
            }

            i += rune.Utf16SequenceLength - 1;
            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                result.Append('%');
                result.Append("0123456789ABCDEF"[b >> 4]);
                result.Append("0123456789ABCDEF"[b & 15]);
            }
        }

        return JsonataValue.Of(result.Finish());
    }

    private static JsonataValue Decode(JsonataValue value, string reserved, Run run)
    {
        if (value.AsString() is not { } text || !text.Contains('%'))
        {
            return value;
        }

        var result = new TextBuffer(stackalloc char[512], run);
        Span<byte> utf8 = stackalloc byte[4];
        Span<char> utf16 = stackalloc char[2];
        for (var i = 0; i < text.Length; )
        {
            if (text[i] != '%')
            {
                result.Append(text[i++]);
                continue;
            }

            var start = i;
            var first = Octet(value, text, ref i);
            var length =
                first < 0x80 ? 1
                : first < 0xE0 ? 2
                : first < 0xF0 ? 3
                : 4;
            utf8[0] = first;
            for (var n = 1; n < length; n++)
            {
                utf8[n] = Octet(value, text, ref i);
            }

            if (
                Rune.DecodeFromUtf8(utf8[..length], out var rune, out var used) != OperationStatus.Done
                || used != length
            )
            {
                throw new JsonataException("D3140", value: value);
            }

            if (rune.IsAscii && reserved.Contains((char)rune.Value))
            {
                result.Append(text.AsSpan(start, 3));
            }
            else
            {
                result.Append(utf16[..rune.EncodeToUtf16(utf16)]);
            }
        }

        return JsonataValue.Of(result.Finish());
    }

    private static byte Octet(JsonataValue value, string text, ref int at)
    {
        if (
            at + 2 >= text.Length
            || text[at] != '%'
            || !char.IsAsciiHexDigit(text[at + 1])
            || !char.IsAsciiHexDigit(text[at + 2])
        )
        {
            throw new JsonataException("D3140", value: value);
        }

        var octet = Convert.FromHexString(text.AsSpan(at + 1, 2))[0];
        at += 3;
        return octet;
    }
}
