using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Connectors.Mappings;

/// <summary>Where two records differ, field by field.</summary>
public static class FieldDifferences
{
    /// <summary>Most differences that are told of one record.</summary>
    public const int Most = 50;

    /// <summary>The fields that differ, at most <see cref="Most"/>.</summary>
    public static IReadOnlyList<FieldDifference> Between(JsonObject before, JsonObject after)
    {
        var differences = new List<FieldDifference>();
        Compare("", before, after, differences);
        return differences;
    }

    /// <summary>The pointer with <c>*</c> in the places of positions.</summary>
    public static string Anywhere(string pointer) =>
        string.Join(
            '/',
            pointer.Split('/').Select(part => part.Length > 0 && part.All(char.IsAsciiDigit) ? "*" : part)
        );

    private static void Compare(string at, JsonNode? before, JsonNode? after, List<FieldDifference> differences)
    {
        if (differences.Count == Most)
        {
            return;
        }
        if (before is JsonObject left && after is JsonObject right)
        {
            foreach (var name in left.Select(field => field.Key).Union(right.Select(field => field.Key)))
            {
                Compare($"{at}/{Escaped(name)}", left[name], right[name], differences);
            }
        }
        else if (before is JsonArray first && after is JsonArray second)
        {
            for (var i = 0; i < Math.Max(first.Count, second.Count); i++)
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"{at}/{i}");
                Compare(place, i < first.Count ? first[i] : null, i < second.Count ? second[i] : null, differences);
            }
        }
        else if (!JsonNode.DeepEquals(before, after))
        {
            differences.Add(new(at, before?.DeepClone(), after?.DeepClone()));
        }
    }

    private static string Escaped(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
