using System.Buffers.Binary;
using System.Text.Json;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>
/// SQLite's binary form of JSON ("The SQLite JSONB Format", since SQLite 3.45): each element is a type and a size, then its payload; numbers and
/// strings keep the characters that they were written with. Made and read here and not by SQLite, so that neither the one thread that
/// writes nor the snapshot of a reader pays for the parsing. What is made is byte for byte what jsonb() makes.
/// </summary>
internal static class Jsonb
{
    private const int MaxDepth = 1000;

    // Before the root, until the size of its payload is known.
    private const int RootHeader = 9;

    private enum Element : byte
    {
        Null = 0,
        True = 1,
        False = 2,
        Int = 3,
        Float = 5,
        Text = 7,

        /// <summary>With the escapes of RFC 8259.</summary>
        EscapedText = 8,

        /// <summary>Not escaped, though JSON would need it.</summary>
        RawText = 10,
        Array = 11,
        Object = 12,
    }

    /// <summary>From a JSON object (RFC 8259, UTF-8).</summary>
    /// <exception cref="JsonException">It is not valid, or no object.</exception>
    public static ReadOnlyMemory<byte> Encode(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var output = new Output(json.Length + RootHeader + 16) { Length = RootHeader };
        var open = new Stack<int>();
        ReadOnlyMemory<byte> root = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A document is a JSON object.");
        }
        open.Push(output.Length);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push(output.Length);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    var element = reader.TokenType == JsonTokenType.EndObject ? Element.Object : Element.Array;
                    var start = open.Pop();
                    if (open.Count == 0)
                    {
                        root = output.CloseRoot(element);
                    }
                    else
                    {
                        output.Close(start, element);
                    }
                    break;
                case JsonTokenType.PropertyName or JsonTokenType.String:
                    output.Write(reader.ValueIsEscaped ? Element.EscapedText : Element.Text, reader.ValueSpan);
                    break;
                case JsonTokenType.Number:
                    var isInteger = !reader.ValueSpan.ContainsAny((byte)'.', (byte)'e', (byte)'E');
                    output.Write(isInteger ? Element.Int : Element.Float, reader.ValueSpan);
                    break;
                default:
                    output.Write(
                        reader.TokenType switch
                        {
                            JsonTokenType.True => Element.True,
                            JsonTokenType.False => Element.False,
                            _ => Element.Null,
                        },
                        []
                    );
                    break;
            }
        }
        return root;
    }

    /// <summary>To JSON without white space.</summary>
    /// <exception cref="StorageException">It is damaged.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> jsonb)
    {
        // Quotes, commas and colons take about the place of the headers that they stand for, and a little more.
        var output = new Output(jsonb.Length + (jsonb.Length / 8) + 32);
        var rest = Decode(jsonb, output, MaxDepth);
        return rest.IsEmpty ? output.ToArray() : throw Damaged();
    }

    // Returns what follows the element.
    private static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> jsonb, Output output, int depth)
    {
        var (element, header, size) = Header(jsonb);
        var payload = jsonb.Slice(header, size);
        switch (element)
        {
            case Element.Null:
                output.Append("null"u8);
                break;
            case Element.True:
                output.Append("true"u8);
                break;
            case Element.False:
                output.Append("false"u8);
                break;
            case Element.Int or Element.Float:
                output.Append(payload);
                break;
            case Element.Text or Element.EscapedText:
                output.Append((byte)'"');
                output.Append(payload);
                output.Append((byte)'"');
                break;
            case Element.RawText:
                output.Append((byte)'"');
                output.Append(JsonEncodedText.Encode(payload).EncodedUtf8Bytes);
                output.Append((byte)'"');
                break;
            case Element.Array or Element.Object when depth > 0:
                DecodeParts(payload, output, element == Element.Object, depth - 1);
                break;
            default:
                throw Damaged();
        }
        return jsonb[(header + size)..];
    }

    private static void DecodeParts(ReadOnlySpan<byte> parts, Output output, bool isObject, int depth)
    {
        output.Append(isObject ? (byte)'{' : (byte)'[');
        for (var i = 0; !parts.IsEmpty; i++)
        {
            if (i > 0)
            {
                output.Append(isObject && i % 2 == 1 ? (byte)':' : (byte)',');
            }
            parts = Decode(parts, output, depth);
        }
        output.Append(isObject ? (byte)'}' : (byte)']');
    }

    // The upper half of the first byte: the size itself up to 11, or how many bytes hold it: 12 one, 13 two, 14 four, 15 eight.
    private static (Element Element, int Header, int Size) Header(ReadOnlySpan<byte> jsonb)
    {
        if (jsonb.IsEmpty)
        {
            throw Damaged();
        }
        var element = (Element)(jsonb[0] & 0xf);
        var wide = jsonb[0] >> 4;
        var header = wide < 12 ? 1 : 1 + (1 << (wide - 12));
        if (jsonb.Length < header)
        {
            throw Damaged();
        }
        var size = wide switch
        {
            < 12 => (ulong)wide,
            12 => jsonb[1],
            13 => BinaryPrimitives.ReadUInt16BigEndian(jsonb[1..]),
            14 => BinaryPrimitives.ReadUInt32BigEndian(jsonb[1..]),
            _ => BinaryPrimitives.ReadUInt64BigEndian(jsonb[1..]),
        };
        return size <= (ulong)(jsonb.Length - header) ? (element, header, (int)size) : throw Damaged();
    }

    private static StorageException Damaged() =>
        new("A document's content is damaged: it is not what was written. Restore the file from a backup.");

    private sealed class Output(int capacity)
    {
        private byte[] _bytes = new byte[capacity];

        public int Length { get; set; }

        public byte[] ToArray() => _bytes[..Length];

        public void Append(byte one)
        {
            Reserve(1);
            _bytes[Length++] = one;
        }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            Reserve(bytes.Length);
            bytes.CopyTo(_bytes.AsSpan(Length));
            Length += bytes.Length;
        }

        public void Write(Element element, ReadOnlySpan<byte> payload)
        {
            Span<byte> header = stackalloc byte[RootHeader];
            Append(header[..WriteHeader(header, element, payload.Length)]);
            Append(payload);
        }

        /// <summary>Puts the header of a container in front of what was written since.</summary>
        public void Close(int start, Element element)
        {
            var size = Length - start;
            Span<byte> header = stackalloc byte[RootHeader];
            var length = WriteHeader(header, element, size);
            Reserve(length);
            _bytes.AsSpan(start, size).CopyTo(_bytes.AsSpan(start + length));
            header[..length].CopyTo(_bytes.AsSpan(start));
            Length += length;
        }

        public ReadOnlyMemory<byte> CloseRoot(Element element)
        {
            Span<byte> header = stackalloc byte[RootHeader];
            var length = WriteHeader(header, element, Length - RootHeader);
            header[..length].CopyTo(_bytes.AsSpan(RootHeader - length));
            return _bytes.AsMemory(RootHeader - length, Length - RootHeader + length);
        }

        private static int WriteHeader(Span<byte> header, Element element, int size)
        {
            var wide = size switch
            {
                < 12 => size,
                <= byte.MaxValue => 12,
                <= ushort.MaxValue => 13,
                _ => 14,
            };
            header[0] = (byte)((wide << 4) | (int)element);
            switch (wide)
            {
                case 12:
                    header[1] = (byte)size;
                    return 2;
                case 13:
                    BinaryPrimitives.WriteUInt16BigEndian(header[1..], (ushort)size);
                    return 3;
                case 14:
                    BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)size);
                    return 5;
                default:
                    return 1;
            }
        }

        private void Reserve(int more)
        {
            if (Length + more > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(Length + more, _bytes.Length * 2));
            }
        }
    }
}
