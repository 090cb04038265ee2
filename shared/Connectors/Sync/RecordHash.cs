using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>
/// The hash that recognises an unchanged record: SHA-256 over its JSON with the members of each object in ordinal order and no white space.
/// Numbers and strings are hashed as they came; a source that merely orders its members differently has changed nothing.
/// </summary>
public static class RecordHash
{
    private const int LargestKept = 256 * 1024;

    // A time that a connector put in as such is written without escapes, but read back from the store as a string: only where nothing is
    // escaped beyond need are both the same bytes.
    private static readonly JsonWriterOptions Options = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Comparison<KeyValuePair<string, JsonNode?>> ByName = (left, right) =>
        string.CompareOrdinal(left.Key, right.Key);

    [ThreadStatic]
    private static Pen? _pen;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public static string Of(JsonNode record)
    {
        Span<byte> digest = stackalloc byte[32];
        Write(record, digest);
        return Convert.ToHexStringLower(digest);
    }

    internal static void Write(JsonNode record, Span<byte> digest) => Write(record, WriteSorted, digest);

    /// <summary>The same hash of the same record as it was read back: without making a tree of it.</summary>
    internal static void Write(JsonElement record, Span<byte> digest) => Write(record, WriteSorted, digest);

    private static void Write<T>(T record, Action<T, Utf8JsonWriter> write, Span<byte> digest)
    {
        _pen ??= new Pen();
        var bytes = _pen.Begin();
        write(record, _pen.Writer);
        _pen.Writer.Flush();
        SHA256.HashData(bytes.WrittenSpan, digest);
        if (bytes.Capacity > LargestKept)
        {
            _pen = null;
        }
    }

    private static void WriteSorted(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    WriteSorted(member.Value, writer);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var value in element.EnumerateArray())
                {
                    WriteSorted(value, writer);
                }
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void WriteSorted(JsonNode? node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonObject item:
                writer.WriteStartObject();
                WriteMembers(item, writer);
                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var value in items)
                {
                    WriteSorted(value, writer);
                }
                writer.WriteEndArray();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    private static void WriteMembers(JsonObject item, Utf8JsonWriter writer)
    {
        var count = item.Count;
        var members = ArrayPool<KeyValuePair<string, JsonNode?>>.Shared.Rent(count);
        ((ICollection<KeyValuePair<string, JsonNode?>>)item).CopyTo(members, 0);
        members.AsSpan(0, count).Sort(ByName);
        for (var i = 0; i < count; i++)
        {
            writer.WritePropertyName(members[i].Key);
            WriteSorted(members[i].Value, writer);
        }
        ArrayPool<KeyValuePair<string, JsonNode?>>.Shared.Return(members, clearArray: true);
    }

    private sealed class Pen
    {
        private readonly ArrayBufferWriter<byte> _bytes = new(4096);

        public Pen() => Writer = new Utf8JsonWriter(_bytes, Options);

        public Utf8JsonWriter Writer { get; }

        public ArrayBufferWriter<byte> Begin()
        {
            _bytes.ResetWrittenCount();
            Writer.Reset();
            return _bytes;
        }
    }
}
