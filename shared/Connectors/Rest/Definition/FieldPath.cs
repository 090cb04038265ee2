using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Definitions;

namespace IntegrationFunctions.Connectors.Rest.Definition;

/// <summary>What is at a path of an answer: names with points between them, numbers for places in lists.</summary>
internal static class FieldPath
{
    /// <summary>The value there; null where there is none. No path is the whole.</summary>
    public static JsonNode? Read(JsonNode? node, string? path)
    {
        foreach (var name in path is null ? [] : FieldNames.Parse(path) ?? [])
        {
            node = node switch
            {
                JsonObject inner => inner[name],
                JsonArray list
                    when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                        && at < list.Count => list[at],
                _ => null,
            };
        }
        return node;
    }

    /// <summary>The text or number there, as it is written; null where there is none, or an empty one.</summary>
    public static string? Text(JsonNode? node, string? path)
    {
        if (path is null || Read(node, path) is not JsonValue value)
        {
            return null;
        }
        var text = value.TryGetValue<string>(out var found) ? found : value.ToJsonString();
        return text.Length == 0 ? null : text;
    }
}
