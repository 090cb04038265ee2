using System.Buffers;
using System.Text;

namespace IntegrationFunctions.Mapping.Jsonata.Json;

/// <summary>Bytes on their way into a buffer writer, which is asked for room seldom.</summary>
internal ref struct Utf8Output(IBufferWriter<byte> output)
{
    private const int LeastRoom = 512;

    // What JSON wants escaped in a string, and surrogates, which may lack their other half.
    private static readonly SearchValues<char> Escaped = SearchValues.Create([
        '"',
        '\\',
        .. Enumerable.Range(0, ' ').Select(c => (char)c),
        .. Enumerable.Range('\ud800', '\udfff' - '\ud800' + 1).Select(c => (char)c),
    ]);

    private Span<byte> _room = output.GetSpan(LeastRoom);
    private int _used;
    private long _finished;

    /// <summary>How many bytes were written.</summary>
    public readonly long Written => _finished + _used;

    /// <summary>At least so many bytes to write into; <see cref="Advance"/> tells how many were.</summary>
    public Span<byte> Room(int bytes)
    {
        if (_room.Length - _used < bytes)
        {
            Finish();
            _room = output.GetSpan(Math.Max(bytes, LeastRoom));
        }

        return _room[_used..];
    }

    public void Advance(int bytes) => _used += bytes;

    public void Write(byte one)
    {
        Room(1)[0] = one;
        _used++;
    }

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _used += bytes.Length;
    }

    /// <summary>A string between quotes, from UTF-8 that needs no escapes or has them already.</summary>
    public void WriteQuoted(scoped ReadOnlySpan<byte> utf8)
    {
        var room = Room(utf8.Length + 2);
        room[0] = (byte)'"';
        utf8.CopyTo(room[1..]);
        room[utf8.Length + 1] = (byte)'"';
        _used += utf8.Length + 2;
    }

    /// <summary>A string between quotes with no escape that is not needed; half a surrogate pair is escaped, as JSON.stringify does.</summary>
    public void WriteQuoted(scoped ReadOnlySpan<char> text)
    {
        Write((byte)'"');
        while (text.IndexOfAny(Escaped) is var at and >= 0)
        {
            var width =
                char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 0;
            Write(text[..(at + width)]);
            if (width == 0)
            {
                Escape(text[at]);
            }

            text = text[(at + Math.Max(width, 1))..];
        }

        Write(text);
        Write((byte)'"');
    }

    /// <summary>Tells the buffer writer what was written. Nothing may be written after it without asking for room.</summary>
    public void Finish()
    {
        output.Advance(_used);
        _finished += _used;
        _room = default;
        _used = 0;
    }

    private void Write(scoped ReadOnlySpan<char> text)
    {
        // A part at a time: three bytes for each character are never needed for the whole of a long text.
        const int Most = 4096;
        while (!text.IsEmpty)
        {
            var length = Math.Min(text.Length, Most);
            if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
            {
                length--;
            }

            // Asking for room may begin anew, so that is done before anything is added up.
            var room = Room(length * 3);
            _used += Encoding.UTF8.GetBytes(text[..length], room);
            text = text[length..];
        }
    }

    private void Escape(char c)
    {
        var letter = c switch
        {
            '"' or '\\' => (byte)c,
            '\b' => (byte)'b',
            '\t' => (byte)'t',
            '\n' => (byte)'n',
            '\f' => (byte)'f',
            '\r' => (byte)'r',
            _ => (byte)'u',
        };
        Write((byte)'\\');
        Write(letter);
        for (var shift = 12; letter == 'u' && shift >= 0; shift -= 4)
        {
            Write("0123456789abcdef"u8[(c >> shift) & 15]);
        }
    }
}
