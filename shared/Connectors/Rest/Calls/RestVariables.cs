using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Connectors.Rest.Calls;

/// <summary>What a call's texts and expressions may name beside settings; what is null is not there.</summary>
internal sealed record RestVariables
{
    public int? Page { get; init; }
    public long? Offset { get; init; }
    public int? Size { get; init; }
    public string? Cursor { get; init; }
    public string? Since { get; init; }
    public IReadOnlyList<string>? Keys { get; init; }
    public string? ETag { get; init; }
    public JsonObject? Fields { get; init; }
    public JsonObject? Record { get; init; }

    /// <summary>The value of a placeholder.</summary>
    public string? Text(string name) =>
        name switch
        {
            "page" => Page?.ToString(CultureInfo.InvariantCulture),
            "offset" => Offset?.ToString(CultureInfo.InvariantCulture),
            "size" => Size?.ToString(CultureInfo.InvariantCulture),
            "cursor" => Cursor,
            "since" => Since,
            "key" or "key1" => Keys?[0],
            "key2" => Keys?.ElementAtOrDefault(1),
            "key3" => Keys?.ElementAtOrDefault(2),
            "etag" => ETag,
            _ => null,
        };

    /// <summary>What a body's expression is evaluated over.</summary>
    public JsonObject Input(JsonObject settings)
    {
        var input = new JsonObject { ["settings"] = settings.DeepClone() };
        Add("page", Page);
        Add("offset", Offset);
        Add("size", Size);
        Add("cursor", Cursor);
        Add("since", Since);
        Add("key", Keys?[0]);
        Add("keys", Keys is null ? null : new JsonArray([.. Keys.Select(key => (JsonNode)key)]));
        Add("etag", ETag);
        Add("fields", Fields?.DeepClone());
        Add("record", Record?.DeepClone());
        return input;

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
            {
                input[name] = value;
            }
        }
    }
}
