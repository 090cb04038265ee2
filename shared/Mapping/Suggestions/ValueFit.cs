using IntegrationFunctions.Mapping.Definitions;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>How values of a source become values of a target.</summary>
/// <param name="Score">How well they fit, 0 to 1.</param>
/// <param name="Reason">For people; null where there is nothing to say.</param>
/// <param name="Format">Formats of the rule.</param>
/// <param name="Expression">Where no format does it.</param>
/// <param name="ValueMap">Where values are looked up.</param>
internal sealed record ValueFit(
    double Score,
    string? Reason = null,
    IReadOnlyList<string>? Format = null,
    string? Expression = null,
    ValueMap? ValueMap = null
);
