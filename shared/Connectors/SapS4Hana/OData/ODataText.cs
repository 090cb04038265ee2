using System.Text.Json.Nodes;

namespace IntegrationFunctions.Connectors.SapS4Hana.OData;

/// <summary>The text forms of OData V2 (protocol: MS-ODATA, OData 2.0 "JSON Format" and "Atom/URI Conventions").</summary>
internal static class ODataText
{
    /// <summary>A string literal for URLs: quotes doubled.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>
    /// The record without what belongs to the transport: <c>__metadata</c> and unexpanded links go, expanded collections become plain arrays.
    /// Numbers keep the digits they came with.
    /// </summary>
    /// <exception cref="FormatException">An expanded collection was cut short by the system.</exception>
    public static (JsonObject Raw, string? ETag) Clean(JsonObject record)
    {
        var etag = record["__metadata"] is JsonObject metadata ? (string?)metadata["etag"] : null;
        return (Strip(record), etag);
    }

    private static JsonObject Strip(JsonObject record)
    {
        var clean = new JsonObject();
        foreach (var (name, value) in record)
        {
            if (name == "__metadata")
            {
                continue;
            }
            switch (value)
            {
                case JsonObject link when link.ContainsKey("__deferred"):
                    break;
                case JsonObject collection when collection["results"] is JsonArray items:
                    if (collection.ContainsKey("__next"))
                    {
                        throw new FormatException($"the collection {name} was cut short");
                    }
                    clean[name] = new JsonArray([
                        .. items.OfType<JsonObject>().Select(JsonNode? (item) => Strip(item)),
                    ]);
                    break;
                case JsonObject single:
                    clean[name] = Strip(single);
                    break;
                default:
                    clean[name] = value?.DeepClone();
                    break;
            }
        }
        return clean;
    }

    /// <summary>
    /// Whether a link stays on the service's own host, port and path. Links are sent the user's password, so a foreign one must not be followed.
    /// </summary>
    public static bool IsWithin(Uri link, Uri service) =>
        link.IsAbsoluteUri
        && link.Scheme == service.Scheme
        && link.Port == service.Port
        && string.Equals(link.IdnHost, service.IdnHost, StringComparison.OrdinalIgnoreCase)
        && link.UserInfo.Length == 0
        && link.AbsolutePath.StartsWith(service.AbsolutePath, StringComparison.Ordinal);
}
