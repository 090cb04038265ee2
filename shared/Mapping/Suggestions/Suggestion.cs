using IntegrationFunctions.Mapping.Definitions;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>How one field of a model may come about.</summary>
/// <param name="Rule">The rule, ready for a mapping.</param>
/// <param name="Score">0 to 1; 0 where nothing of the source fits a field that the model needs, and somebody has to say what does.</param>
/// <param name="Reasons">Why, for people.</param>
/// <param name="Alternatives">Other rules for the field, best first; null where there are none.</param>
/// <param name="Entries">For a list: the fields of its entries.</param>
/// <param name="ValueMap">The table that the rule's <see cref="MappingRule.ValueMap"/> names; null where it names none.</param>
public sealed record Suggestion(
    MappingRule Rule,
    double Score,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<Suggestion>? Alternatives = null,
    IReadOnlyList<Suggestion>? Entries = null,
    ValueMap? ValueMap = null
);
