using System.ComponentModel;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.ValueMaps;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.ValueMaps;

/// <summary>A value map as the API shows it.</summary>
[DisplayName("StoredValueMap")]
internal sealed record ValueMapView(
    [property: Description("Kebab-case; rules name it.")] string Name,
    [property: Description("For people.")] string? Title,
    [property: Description("What stands for a value that is not in it; null: nothing does, and the value is reported.")]
        string? Default,
    [property: Description("Whether de finds DE.")] bool IgnoreCase,
    [property: Description("The pairs. Backwards the first pair with a value counts.")]
        IReadOnlyList<ValueMapEntry> Entries,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset ChangedAt,
    string ChangedBy
)
{
    public static ValueMapView From(StoredValueMap stored) =>
        new(
            stored.Name,
            stored.Title,
            stored.Map.Default,
            stored.Map.IgnoreCase,
            stored.Map.Entries,
            stored.CreatedAt,
            stored.CreatedBy,
            stored.ChangedAt,
            stored.ChangedBy
        );

    /// <summary>The version in If-Match; null where there is none, for a value map that is to be new.</summary>
    public static ProblemHttpResult? TryVersion(HttpRequest request, StoredValueMap? stored, out int? version)
    {
        version = null;
        if (request.Headers.IfMatch.Count == 0 && stored is null)
        {
            return null;
        }
        var refused = request.TryIfMatch(out var number);
        version = number;
        return refused;
    }
}
