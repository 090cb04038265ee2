using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Json;

/// <summary>Writes values as JSON. Slices go out as they came in: with their digits and their escapes.</summary>
internal static class JsonTextWriter
{
    /// <summary>Longest text that is written, in bytes.</summary>
    public const long MostBytes = 512 * 1024 * 1024;

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = 100_000,
    };

    private static readonly JsonWriterOptions Indented = Compact with { Indented = true };

    public static void Write(JsonataValue value, IBufferWriter<byte> output, bool indented, long mostBytes = MostBytes)
    {
        using var writer = new Utf8JsonWriter(output, indented ? Indented : Compact);
        try
        {
            WriteValue(value, writer, mostBytes, 0);
        }
        catch (JsonataException)
        {
            // What is half written does not go out when the writer ends.
            writer.Reset();
            throw;
        }
    }

    // A value may hold itself, or the same part so often that its text is beyond all bounds.
    private static void Deeper(Utf8JsonWriter writer, long mostBytes)
    {
        Guard.Stack();
        if (writer.BytesCommitted + writer.BytesPending > mostBytes)
        {
            throw new JsonataException("U1001", text: $"A value has more than {mostBytes} bytes of JSON text.");
        }
    }

    private static void WriteValue(JsonataValue value, Utf8JsonWriter writer, long mostBytes, int depth)
    {
        // A transform can make an object contain itself.
        if (depth > JsonTextReader.MostDepth)
        {
            throw new JsonataException(
                "U1001",
                text: $"A value nests more than {JsonTextReader.MostDepth} deep, and can't be written."
            );
        }

        switch (value.Kind)
        {
            case JsonataKind.String when value.IsSlice && !value.IsEscaped:
                writer.WriteStringValue(value.Slice);
                break;
            case JsonataKind.String:
                writer.WriteStringValue(value.AsString());
                break;
            case JsonataKind.Number:
                WriteNumber(value, writer);
                break;
            case JsonataKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean);
                break;
            case JsonataKind.Array:
                Deeper(writer, mostBytes);
                writer.WriteStartArray();
                foreach (var item in value.Array!.Items)
                {
                    WriteValue(item, writer, mostBytes, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case JsonataKind.Object:
                Deeper(writer, mostBytes);
                writer.WriteStartObject();
                var fields = value.Object!;
                for (var i = 0; i < fields.Count; i++)
                {
                    if (fields.Values[i].Kind is JsonataKind.Undefined or JsonataKind.Function)
                    {
                        continue;
                    }

                    writer.WritePropertyName(fields.Names[i]);
                    WriteValue(fields.Values[i], writer, mostBytes, depth + 1);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteNumber(JsonataValue value, Utf8JsonWriter writer)
    {
        if (value.IsSlice)
        {
            writer.WriteRawValue(value.Slice, skipInputValidation: true);
        }
        else if (value.IsDecimal && value.TryDecimal(out var exact))
        {
            writer.WriteNumberValue(exact);
        }
        else if (double.IsFinite(value.AsDouble))
        {
            writer.WriteRawValue(JsonText.Number(value.AsDouble), skipInputValidation: true);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
