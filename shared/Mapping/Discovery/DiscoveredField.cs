using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Definitions;

namespace IntegrationFunctions.Mapping.Discovery;

/// <summary>A field of a discovered model: a value, or a list.</summary>
public sealed class DiscoveredField
{
    private DiscoveredField(IReadOnlyList<string> names, JsonObject schema, double filled)
    {
        (Names, Schema, Filled) = (names, schema, filled);
        Types = schema["type"] switch
        {
            JsonArray several => [.. several.Select(type => (string)type!)],
            JsonValue one => [(string)one!],
            _ => [],
        };
        Kind = (string?)schema["x-kind"] ?? (string?)schema["format"];
        Values = Texts("x-values");
        Examples = Texts("examples") ?? [];
        Forms = Texts("x-forms") ?? [];
    }

    /// <summary>The names from the outside in.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names as rules write them; null where a name holds a backtick and can't be written.</summary>
    public string? Path => FieldNames.Format(Names);

    /// <summary>As <see cref="DiscoveredModel"/> has it.</summary>
    public JsonObject Schema { get; }

    /// <summary>JSON types: string, integer, number, boolean, object, array, null.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary><c>x-kind</c>, or the format; null where values say nothing.</summary>
    public string? Kind { get; }

    /// <summary>How often it is filled, 0 to 1, with the objects around it.</summary>
    public double Filled { get; }

    /// <summary>Whether no two records have the same.</summary>
    public bool IsUnique => (bool?)Schema["x-unique"] == true;

    /// <summary>Its values, where they are few.</summary>
    public IReadOnlyList<string>? Values { get; }

    /// <summary>Some of its values.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>How values are written.</summary>
    public IReadOnlyList<string> Forms { get; }

    /// <summary>Whether it is a list of objects.</summary>
    public bool IsList => Types.Contains("array") && Schema["items"]?["properties"] is JsonObject;

    /// <summary>The fields of a list's entries.</summary>
    public IReadOnlyList<DiscoveredField> Entries() => Schema["items"] is JsonObject entry ? Within(entry) : [];

    internal static IReadOnlyList<DiscoveredField> Within(JsonObject schema)
    {
        var fields = new List<DiscoveredField>();
        Collect(schema, [], 1, fields);
        return fields;
    }

    private static void Collect(JsonObject schema, string[] within, double filled, List<DiscoveredField> fields)
    {
        foreach (var (name, node) in schema["properties"] as JsonObject ?? [])
        {
            if (node is not JsonObject inner)
            {
                continue;
            }
            var share = filled * ((double?)inner["x-filled"] ?? 1);
            string[] names = [.. within, name];
            if (inner["properties"] is JsonObject)
            {
                Collect(inner, names, share, fields);
            }
            else
            {
                fields.Add(new(names, inner, share));
            }
        }
    }

    private string[]? Texts(string name) =>
        Schema[name] is JsonArray list
            ?
            [
                .. list.OfType<JsonValue>()
                    .Select(value => Convert.ToString(Text(value), CultureInfo.InvariantCulture)!),
            ]
            : null;

    private static string Text(JsonValue value) =>
        value.TryGetValue<string>(out var text) ? text : value.ToJsonString();
}
