using IntegrationFunctions.Mapping.Definitions;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>A field of the source for a target, with what speaks for it.</summary>
internal sealed record Match(
    SuggestionTarget Target,
    SuggestionSource Source,
    double Score,
    double Name,
    ValueFit Fit,
    IReadOnlyList<string> Reasons
)
{
    /// <summary>The rule that it makes.</summary>
    /// <param name="twoWay">Whether the field may go back, where the rule can.</param>
    public Suggestion ToSuggestion(bool twoWay, IReadOnlyList<Suggestion>? alternatives = null)
    {
        var expression = Fit.Expression ?? (Source.IsFirstOfList ? Source.Reference : null);
        var rule = new MappingRule(
            Target.Path,
            Source: expression is null ? Source.Path : null,
            Expression: expression,
            Format: Fit.Format,
            ValueMap: Fit.ValueMap is null ? null : MapName,
            Required: Target.IsRequired,
            TwoWay: twoWay && expression is null && GoesBack
        );
        return new(
            rule,
            Math.Round(Score, 3),
            IsOwed ? [.. Reasons, Sign] : Reasons,
            alternatives,
            ValueMap: Fit.ValueMap
        );
    }

    private const string Sign =
        "Some of its amounts are negative: the model has what is owed as positive, so check the sign of each kind.";

    private bool IsOwed =>
        Target is { Model: "invoice" or "credit-note", Key: "amount" } && Source.Field.Forms.Contains("negative");

    private string MapName => Target.Key.Replace('.', '-');

    // What comes back must be of the type that it was: formats make texts, and so do value maps.
    private bool GoesBack =>
        (
            Source.Field.Types.Contains("string")
            || Fit.Format is ["number", ..]
            || (Fit.Format is null && Fit.ValueMap is null)
        )
        && (Fit.Format ?? []).All(format => Formats.ValueFormats.Find(format)!.IsLossless)
        && (
            Fit.ValueMap is null
            || (
                !Fit.ValueMap.IgnoreCase
                && Fit.ValueMap.Entries.DistinctBy(entry => entry.To).Count() == Fit.ValueMap.Entries.Count
            )
        );
}
