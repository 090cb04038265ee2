using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>
/// JSON as Cosmos DB gives it back: numbers are IEEE 754 doubles, and how a text was escaped is forgotten. Content that is not in this form
/// keeps its exact text beside it.
/// </summary>
internal static class CosmosJson
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    public static byte[] Plain(ReadOnlyMemory<byte> content)
    {
        using var json = JsonDocument.Parse(content, Deep);
        return Plain(json.RootElement);
    }

    public static byte[] Plain(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, new() { MaxDepth = 1000 }))
        {
            Write(writer, value);
        }
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A number as the nearest double; one beyond all doubles is the last of them.</summary>
    public static string Number(double number) =>
        double.Clamp(number, double.MinValue, double.MaxValue) is var it
        && it == Math.Truncate(it)
        && Math.Abs(it) < 1e15
            ? ((long)it).ToString(CultureInfo.InvariantCulture)
            : it.ToString("R", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                // Of names that occur twice the first counts, as for every reader of documents.
                foreach (var property in value.EnumerateObject().DistinctBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                var number = double.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);
                writer.WriteRawValue(Number(number), skipInputValidation: true);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
