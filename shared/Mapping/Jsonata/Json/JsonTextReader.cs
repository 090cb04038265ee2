using System.Text.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Json;

/// <summary>
/// Reads JSON into values that are slices of it, and says what is wrong with a text that is none. <see cref="JsonScanner"/> has read it before where
/// nothing is.
/// </summary>
internal static class JsonTextReader
{
    /// <summary>Deepest nesting that is read: arrays and objects within each other.</summary>
    public const int MostDepth = 512;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MostDepth };

    public static JsonataValue Read(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        var source = new Source(new SourceText(JsonataKind.String, utf8), new SourceText(JsonataKind.Number, utf8));
        reader.Read();
        var value = ReadValue(ref reader, source);
        if (reader.Read())
        {
            throw new JsonException("There is more than one JSON value.");
        }

        return value;
    }

    private static JsonataValue ReadValue(ref Utf8JsonReader reader, Source source) =>
        reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref reader, source),
            JsonTokenType.StartArray => ReadArray(ref reader, source),
            JsonTokenType.String => JsonataValue.OfSlice(
                source.Strings,
                (int)reader.TokenStartIndex + 1,
                reader.ValueSpan.Length,
                reader.ValueIsEscaped
            ),
            JsonTokenType.Number => JsonataValue.OfSlice(
                source.Numbers,
                (int)reader.TokenStartIndex,
                reader.ValueSpan.Length,
                false
            ),
            JsonTokenType.True => JsonataValue.True,
            JsonTokenType.False => JsonataValue.False,
            _ => JsonataValue.Null,
        };

    private static JsonataValue ReadArray(ref Utf8JsonReader reader, Source source)
    {
        var array = new JsonataArray(4);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            array.Add(ReadValue(ref reader, source));
        }

        return JsonataValue.Of(array);
    }

    private static JsonataValue ReadObject(ref Utf8JsonReader reader, Source source)
    {
        var result = new JsonataObject(8);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var next = reader.ValueIsEscaped ? null : result.Shape.Predict(reader.ValueSpan);
            if (next is not null)
            {
                reader.Read();
                result.Append(next, ReadValue(ref reader, source));
                continue;
            }

            // A name that comes twice: the last one counts, as in JavaScript.
            var name = JsonText.Decode(reader.ValueSpan, reader.ValueIsEscaped);
            reader.Read();
            result.Set(name, ReadValue(ref reader, source));
        }

        return JsonataValue.Of(result);
    }

    private readonly record struct Source(SourceText Strings, SourceText Numbers);
}
