using IntegrationFunctions.Mapping.Definitions;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>Two fields of which always one is filled, such as customer and supplier: the one or else the other.</summary>
internal static class SuggestJoin
{
    private const double Whole = 0.95;

    /// <summary>The joint rule; null where there is no such pair.</summary>
    public static Suggestion? Run(Match best, IReadOnlyList<Match> others)
    {
        if (!IsPlain(best) || best.Source.Field.Filled is 0 or >= Whole)
        {
            return null;
        }
        var other = others.FirstOrDefault(match =>
            IsPlain(match) && best.Source.Field.Filled + match.Source.Field.Filled is >= Whole and <= 2 - Whole
        );
        return other is null
            ? null
            : new(
                new MappingRule(
                    best.Target.Path,
                    Expression: $"{best.Source.Reference} ?: {other.Source.Reference}",
                    Format: best.Fit.Format,
                    Required: best.Target.IsRequired
                ),
                Math.Round(Math.Max(best.Score, other.Score), 3),
                [
                    $"'{best.Source.Leaf}' and '{other.Source.Leaf}' fit, and together they are always filled.",
                    .. best.Reasons,
                ]
            );
    }

    private static bool IsPlain(Match match) =>
        match.Target.Type == "string"
        && match.Target.Choices is null
        && match.Fit is { Expression: null, ValueMap: null };
}
