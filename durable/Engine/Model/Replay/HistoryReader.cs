using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.Replay;

/// <summary>Reads exported histories and refuses, by place and reason, what is none.</summary>
public static class HistoryReader
{
    /// <exception cref="HistoryFormatException">It can't be read; nothing of it is used.</exception>
    public static ExportedHistory Read(ReadOnlySpan<byte> json)
    {
        var document = Parse(json);
        CheckFormat(document);
        if (document["history"] is not JsonArray events)
        {
            throw new HistoryFormatException("It has no 'history', which must be an array of events.");
        }
        var history = events.Select(ReadEvent).ToList();
        var instance = ReadInstance(document["instance"]);
        var read = new ExportedHistory(ExportedHistory.FormatName, ExportedHistory.CurrentVersion, instance, history);
        HistoryOrder.Check(read);
        return read;
    }

    private static JsonObject Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject
                ?? throw new HistoryFormatException("It is JSON, but no object: not an exported history.");
        }
        catch (JsonException e)
        {
            throw new HistoryFormatException(
                $"It is not whole JSON: it breaks off or goes wrong at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.",
                e
            );
        }
    }

    private static void CheckFormat(JsonObject document)
    {
        if (
            !(document["format"] is JsonValue name && name.TryGetValue(out string? format))
            || format != ExportedHistory.FormatName
        )
        {
            throw new HistoryFormatException(
                $"It is not an exported history: its 'format' is not '{ExportedHistory.FormatName}'."
            );
        }
        if (!(document["formatVersion"] is JsonValue number && number.TryGetValue(out int version)) || version < 1)
        {
            throw new HistoryFormatException("Its 'formatVersion' is not a whole number from 1.");
        }
        if (version > ExportedHistory.CurrentVersion)
        {
            throw new HistoryFormatException(
                $"Its 'formatVersion' is {version}, newer than {ExportedHistory.CurrentVersion}, which this program knows. Replay it with the program that wrote it, or a newer one."
            );
        }
    }

    private static HistoryEvent ReadEvent(JsonNode? node, int index)
    {
        var type = node is JsonObject o && o["type"] is JsonValue t && t.TryGetValue(out string? text) ? text : null;
        try
        {
            return node.Deserialize(ExportJson.Default.HistoryEvent)
                ?? throw new HistoryFormatException($"history[{index}] is null.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new HistoryFormatException(
                type is null ? $"history[{index}] has no 'type'."
                    : !HistoryEventTypes.IsKnown(type) ? $"history[{index}] is of an unknown type, '{type}'."
                    : $"history[{index}], of type '{type}', can't be read: {e.Message}",
                e
            );
        }
    }

    private static ExportedInstance ReadInstance(JsonNode? node)
    {
        try
        {
            return node.Deserialize(ExportJson.Default.ExportedInstance)
                ?? throw new HistoryFormatException("It has no 'instance'.");
        }
        catch (JsonException e)
        {
            throw new HistoryFormatException($"Its 'instance' can't be read: {e.Message}", e);
        }
    }
}
