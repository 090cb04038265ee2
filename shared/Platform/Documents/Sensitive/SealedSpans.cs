using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace IntegrationFunctions.Platform.Documents.Sensitive;

/// <summary>A value in the text of a document.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Field">Where it stands: <c>lines[3].iban</c>.</param>
internal readonly record struct SealedSpan(int Start, int Length, string Field);

/// <summary>Finds the sensitive values of a document, and puts others in their places; every other byte stays what it is.</summary>
internal static class SealedSpans
{
    // As deep as SQLite's JSON goes.
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 1000 };

    /// <summary>The values that are to be sealed. Null is not: it says nothing. One that is no object, or no array, where the declaration has one is sealed as a whole.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="fields">What is sensitive in it.</param>
    /// <param name="at">Where the value itself stands; empty for a document.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static List<SealedSpan> Plain(ReadOnlySpan<byte> json, SealedFields fields, string at = "") =>
        Find(json, fields, at, boxes: false);

    /// <summary>The values that were sealed.</summary>
    /// <inheritdoc cref="Plain"/>
    public static List<SealedSpan> Boxes(ReadOnlySpan<byte> json, SealedFields fields, string at = "") =>
        Find(json, fields, at, boxes: true);

    /// <summary>The text with other values, in the order of the spans.</summary>
    public static byte[] Replace(
        ReadOnlySpan<byte> json,
        IReadOnlyList<SealedSpan> spans,
        Func<SealedSpan, byte[]> values
    )
    {
        var output = new ArrayBufferWriter<byte>(json.Length + (spans.Count * 64));
        var from = 0;
        foreach (var span in spans)
        {
            output.Write(json[from..span.Start]);
            output.Write(values(span));
            from = span.Start + span.Length;
        }
        output.Write(json[from..]);
        return output.WrittenSpan.ToArray();
    }

    private static List<SealedSpan> Find(ReadOnlySpan<byte> json, SealedFields fields, string at, bool boxes)
    {
        var found = new List<SealedSpan>();
        var reader = new Utf8JsonReader(json, Deep);
        // What is no object is no document; the store says so.
        if (reader.Read() && (at.Length > 0 || reader.TokenType == JsonTokenType.StartObject))
        {
            Walk(ref reader, fields, at, boxes, found);
        }
        return found;
    }

    // The reader stands on the first token of a value, and leaves on its last.
    private static void Walk(
        ref Utf8JsonReader reader,
        SealedFields fields,
        string at,
        bool boxes,
        List<SealedSpan> found
    )
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when fields.HasFields:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var (name, below) = fields.Find(reader);
                    reader.Read();
                    Step(ref reader, below, below is null || at.Length == 0 ? name : $"{at}.{name}", boxes, found);
                }
                break;
            case JsonTokenType.StartArray when fields.OfElements is { } element:
                for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                {
                    Step(ref reader, element, string.Create(CultureInfo.InvariantCulture, $"{at}[{i}]"), boxes, found);
                }
                break;
            case JsonTokenType.Null:
                break;
            default:
                var start = (int)reader.TokenStartIndex;
                var counts = !boxes || FieldSealer.IsBox(reader);
                reader.Skip();
                if (counts)
                {
                    found.Add(new(start, (int)reader.BytesConsumed - start, at));
                }
                break;
        }
    }

    private static void Step(
        ref Utf8JsonReader reader,
        SealedFields? fields,
        string at,
        bool boxes,
        List<SealedSpan> found
    )
    {
        if (fields is null)
        {
            reader.Skip();
        }
        else
        {
            Walk(ref reader, fields, at, boxes, found);
        }
    }
}
