using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace IntegrationFunctions.Functions.Http.Shaping;

/// <summary>
/// The fields of an answer that a request wants: <c>fields=id,status,lines.amount</c>, dotted paths that go through arrays as if these
/// were not there. Parsed against the answer's type, so that a misspelled name is refused and not silently missing.
/// </summary>
internal sealed class SparseFields
{
    private const int Most = 50;
    private readonly Dictionary<string, SparseFields> _below = new(StringComparer.Ordinal);

    /// <summary>The fields, or what is wrong with the parameter.</summary>
    public static string? TryParse(
        string text,
        JsonTypeInfo type,
        IEnumerable<string> expansions,
        out SparseFields fields
    )
    {
        fields = new();
        var expanded = expansions.ToHashSet(StringComparer.Ordinal);
        var paths = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (paths.Length is 0 or > Most)
        {
            return $"The parameter 'fields' must name 1 to {Most} fields, separated by commas.";
        }
        foreach (var path in paths)
        {
            var node = fields;
            JsonTypeInfo? here = type;
            var isFirst = true;
            foreach (var name in path.Split('.'))
            {
                if (here is not null && !(isFirst && expanded.Contains(name)))
                {
                    here = Items(here);
                    if (here is { Kind: JsonTypeInfoKind.Object })
                    {
                        if (here.Properties.FirstOrDefault(p => p.Name == name) is not { } property)
                        {
                            var known = string.Join(", ", here.Properties.Select(p => p.Name));
                            return $"The parameter 'fields' names '{path}', and there is no '{name}'. There are: {known}.";
                        }
                        here = here.Options.GetTypeInfo(property.PropertyType);
                    }
                    else if (here is { Kind: JsonTypeInfoKind.None } && !IsOpen(here.Type))
                    {
                        return $"The parameter 'fields' names '{path}', and '{name}' lies below a value that has no fields.";
                    }
                    else
                    {
                        // A dictionary, or JSON as it comes: any name may be there.
                        here = null;
                    }
                }
                else
                {
                    here = null;
                }
                isFirst = false;
                if (!node._below.TryGetValue(name, out var below))
                {
                    node._below.Add(name, below = new());
                }
                node = below;
            }
        }
        return null;
    }

    /// <summary>Leaves only the fields.</summary>
    public void Prune(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Prune(item);
            }
        }
        if (node is not JsonObject answer || _below.Count == 0)
        {
            return;
        }
        foreach (var name in answer.Select(p => p.Key).ToArray())
        {
            if (_below.TryGetValue(name, out var below))
            {
                below.Prune(answer[name]);
            }
            else
            {
                answer.Remove(name);
            }
        }
    }

    private static JsonTypeInfo Items(JsonTypeInfo type) =>
        type is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element }
            ? Items(type.Options.GetTypeInfo(element))
        : Nullable.GetUnderlyingType(type.Type) is { } bare ? type.Options.GetTypeInfo(bare)
        : type;

    private static bool IsOpen(Type type) =>
        type.IsAssignableTo(typeof(JsonNode)) || type == typeof(JsonElement) || type == typeof(object);
}
