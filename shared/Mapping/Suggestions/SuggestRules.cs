using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Discovery;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>
/// Suggests a rule for each field of a model, from what was seen of a source: names, types, forms of values, how often fields are filled,
/// whether they are unique. It calls nobody and gives the same suggestions for the same source.
/// </summary>
public static class SuggestRules
{
    /// <summary>The suggestions in the model's order. A field that the model needs and nothing fits has one with score 0, which refuses each record until it is mended.</summary>
    /// <param name="source">What the source's records are like.</param>
    /// <param name="target">The model.</param>
    public static IReadOnlyList<Suggestion> Run(DiscoveredModel source, CanonicalModel target) =>
        new SuggestionRun(source, target).Run();

    /// <summary>The suggestions as a mapping: the best rule of each field, with the value maps that they name.</summary>
    /// <param name="suggestions">As <see cref="Run"/> gives them, or a choice of them.</param>
    /// <param name="name">Name of the mapping, kebab-case.</param>
    /// <param name="target">The model.</param>
    /// <param name="source">What goes in, for people.</param>
    public static MappingDefinition ToMapping(
        IReadOnlyList<Suggestion> suggestions,
        string name,
        CanonicalModel target,
        string? source = null
    )
    {
        var maps = suggestions
            .Concat(suggestions.SelectMany(suggestion => suggestion.Entries ?? []))
            .Where(suggestion => suggestion.ValueMap is not null)
            .ToDictionary(suggestion => suggestion.Rule.ValueMap!, suggestion => suggestion.ValueMap!);
        return new(
            name,
            target.Name,
            [.. suggestions.Select(suggestion => suggestion.Rule)],
            source,
            ValueMaps: maps.Count > 0 ? maps : null
        );
    }
}
