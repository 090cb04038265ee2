using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Tests.Support.DurableExtension;

/// <summary>
/// What the Functions host does to JSON that passes through it: numbers with a fraction become doubles, texts that are dates get another form.
/// A JSON string that holds JSON is text to it, and stays.
/// </summary>
internal static class HostRewriting
{
    public static string Rewrite(string json)
    {
        var node = JsonNode.Parse(json);
        // Strings that are the whole value are handed on; within objects and arrays the host's parser looks for dates.
        return node is JsonObject or JsonArray
            ? Rewritten(node)!.ToJsonString()
            : Scalar(node, dates: false)?.ToJsonString() ?? "null";
    }

    private static JsonNode? Rewritten(JsonNode? node) =>
        node switch
        {
            JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, Rewritten(p.Value)))),
            JsonArray a => new JsonArray([.. a.Select(Rewritten)]),
            _ => Scalar(node, dates: true),
        };

    private static JsonNode? Scalar(JsonNode? node, bool dates)
    {
        var text = node?.ToJsonString();
        return node?.GetValueKind() switch
        {
            JsonValueKind.Number when !long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) =>
                JsonValue.Create(double.Parse(text!, CultureInfo.InvariantCulture)),
            JsonValueKind.String
                when dates
                    && node.GetValue<string>() is { Length: >= 19 } value
                    && DateTimeOffset.TryParseExact(
                        value,
                        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out var at
                    ) => JsonValue.Create(
                at.ToOffset(TimeSpan.FromHours(1)).ToString("MM/dd/yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture)
            ),
            _ => node?.DeepClone(),
        };
    }
}
