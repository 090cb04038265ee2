using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationFunctions.Platform.Documents;

/// <summary>What <see cref="DocumentQuery.Select"/> leaves of a document: the wanted fields where they were, to the digit; absent ones are left out.</summary>
internal static class DocumentProjection
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Document Of(Document document, IReadOnlyList<string> fields)
    {
        if (fields.Count == 0)
        {
            return document;
        }
        using var json = JsonDocument.Parse(document.Content);
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            writer.WriteStartObject();
            Write(writer, json.RootElement, [.. fields.Select(field => field.Split('.'))], 0);
            writer.WriteEndObject();
        }
        return document with { Content = output.WrittenMemory.ToArray() };
    }

    private static void Write(Utf8JsonWriter writer, JsonElement from, IReadOnlyList<string[]> fields, int depth)
    {
        foreach (var property in from.EnumerateObject())
        {
            var here = fields.Where(field => property.NameEquals(field[depth])).ToArray();
            if (here.Any(field => field.Length == depth + 1))
            {
                writer.WritePropertyName(property.Name);
                writer.WriteRawValue(property.Value.GetRawText(), skipInputValidation: true);
            }
            else if (
                property.Value.ValueKind == JsonValueKind.Object
                && here.Any(field => Has(property.Value, field, depth + 1))
            )
            {
                writer.WriteStartObject(property.Name);
                Write(writer, property.Value, here, depth + 1);
                writer.WriteEndObject();
            }
        }
    }

    // An object of which nothing is left is left out as well.
    private static bool Has(JsonElement value, string[] field, int depth)
    {
        for (; depth < field.Length; depth++)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(field[depth], out value))
            {
                return false;
            }
        }
        return true;
    }
}
