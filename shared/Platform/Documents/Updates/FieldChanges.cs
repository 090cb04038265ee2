using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Platform.Documents.Updates;

/// <summary>What a <see cref="DocumentUpdate"/> makes of a document; every store applies it by this, so that all agree to the digit.</summary>
internal static class FieldChanges
{
    /// <param name="content">A JSON object, UTF-8.</param>
    /// <param name="update">The changes; its fields were checked by <see cref="UpdateRules"/>.</param>
    /// <param name="now">The time of the commit.</param>
    /// <exception cref="ArgumentException">A sum that no decimal holds exactly.</exception>
    public static byte[] Apply(ReadOnlyMemory<byte> content, DocumentUpdate update, DateTimeOffset now)
    {
        var root = new RawJson(content);
        foreach (var change in update.Changes)
        {
            Apply(root, change, now);
        }
        return root.ToArray();
    }

    private static void Apply(RawJson root, FieldChange change, DateTimeOffset now)
    {
        var names = change.Field.Split('.');
        if (change.Verb == FieldVerb.Remove)
        {
            var parent = names[..^1].Aggregate((RawJson?)root, (at, name) => at?.Find(name));
            parent?.Remove(names[^1]);
            return;
        }
        var field = names.Aggregate(root, (at, name) => at.Need(name));
        field.Replace(
            change.Verb switch
            {
                FieldVerb.Set => Text(change.Value),
                FieldVerb.Increment => Sum(field.Bytes, change),
                FieldVerb.ArrayUnion => Union(field.Bytes, (JsonArray)change.Value!),
                FieldVerb.ArrayRemove => Without(field.Bytes, (JsonArray)change.Value!),
                FieldVerb.ServerTime => Encoding.UTF8.GetBytes(
                    $"\"{now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}\""
                ),
                _ => throw new ArgumentException($"'{change.Verb}' is no change of a field."),
            }
        );
    }

    private static byte[] Sum(ReadOnlyMemory<byte> stored, FieldChange change)
    {
        var isNumber = stored.Span is [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..];
        var sum = (isNumber ? ExactNumber.Parse(stored.Span) : new ExactNumber(0, 0))?.Plus(
            ExactNumber.Parse(Text(change.Value))!.Value
        );
        return sum is { FitsDecimal: true } exact
            ? exact.ToUtf8()
            : throw new ArgumentException(
                $"'{change.Field}' can't be raised by {Encoding.UTF8.GetString(Text(change.Value))}: the sum has more digits than a decimal holds "
                    + "(28 or 29). Set the field to a smaller number, or to a text."
            );
    }

    private static byte[] Union(ReadOnlyMemory<byte> stored, JsonArray values)
    {
        var (items, raw) = Items(stored);
        foreach (var value in values)
        {
            var text = Text(value);
            var item = Element(text);
            if (!items.Exists(have => JsonElement.DeepEquals(have, item)))
            {
                items.Add(item);
                raw.Add(text);
            }
        }
        return Array(raw);
    }

    private static byte[] Without(ReadOnlyMemory<byte> stored, JsonArray values)
    {
        var (items, raw) = Items(stored);
        var away = values.Select(value => Element(Text(value))).ToArray();
        return Array(raw.Where((_, i) => !System.Array.Exists(away, value => JsonElement.DeepEquals(items[i], value))));
    }

    private static (List<JsonElement> Items, List<ReadOnlyMemory<byte>> Raw) Items(ReadOnlyMemory<byte> stored)
    {
        var value = Element(stored);
        if (value.ValueKind != JsonValueKind.Array)
        {
            return ([], []);
        }
        List<JsonElement> items = [.. value.EnumerateArray()];
        return (items, [.. items.Select(item => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(item.GetRawText()))]);
    }

    private static byte[] Array(IEnumerable<ReadOnlyMemory<byte>> items)
    {
        using var buffer = new MemoryStream();
        buffer.Write("["u8);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                buffer.Write(","u8);
            }
            first = false;
            buffer.Write(item.Span);
        }
        buffer.Write("]"u8);
        return buffer.ToArray();
    }

    private static JsonElement Element(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
        return document.RootElement.Clone();
    }

    private static byte[] Text(JsonNode? value) =>
        value is null ? "null"u8.ToArray() : Encoding.UTF8.GetBytes(value.ToJsonString());
}
