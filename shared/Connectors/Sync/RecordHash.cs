using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>
/// The hash that recognises an unchanged record: SHA-256 over its JSON with the members of each object in ordinal order and no white space.
/// Numbers and strings are hashed as they came; a source that merely orders its members differently has changed nothing.
/// </summary>
public static class RecordHash
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public static string Of(JsonNode record)
    {
        Span<byte> digest = stackalloc byte[32];
        Write(record, digest);
        return Convert.ToHexStringLower(digest);
    }

    internal static void Write(JsonNode record, Span<byte> digest)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            WriteSorted(record, writer);
        }
        SHA256.HashData(buffer.WrittenSpan, digest);
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
                foreach (var (name, value) in item.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    WriteSorted(value, writer);
                }
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
}
