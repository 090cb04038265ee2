namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>Finds the best source for each of several targets: those of a record, or those of a list's entries.</summary>
internal sealed class SuggestScope(ScoreName names, FitValues values)
{
    private static readonly string[] Telling = ["iban", "bic", "email", "currency"];

    /// <summary>The best match of each target, and the others that are good enough, best first.</summary>
    public ScopeMatches Run(IReadOnlyList<SuggestionTarget> targets, IReadOnlyList<SuggestionSource> sources)
    {
        var all = new Match?[targets.Count, sources.Count];
        var gains = new double[targets.Count, sources.Count];
        for (var row = 0; row < targets.Count; row++)
        {
            for (var column = 0; column < sources.Count; column++)
            {
                var match = One(targets[row], sources[column], targets, sources);
                all[row, column] = match;
                // Squared, so that one sure match counts more than two weak ones.
                gains[row, column] = match is null ? 0 : match.Score * match.Score;
            }
        }
        var assigned = AssignFields.Run(gains);
        var best = new Dictionary<string, Match>(StringComparer.Ordinal);
        var others = new Dictionary<string, IReadOnlyList<Match>>(StringComparer.Ordinal);
        for (var row = 0; row < targets.Count; row++)
        {
            var ranked = Enumerable
                .Range(0, sources.Count)
                .Select(column => all[row, column])
                .OfType<Match>()
                .OrderByDescending(match => match.Score)
                .ToList();
            var own = assigned[row] < 0 ? null : all[row, assigned[row]];
            if (
                ranked.Count > 0
                && (targets[row].IsRequired || ranked[0].Name >= Weights.SystemName)
                && ranked[0].Score >= Weights.Shared
                && ranked[0].Score >= (own?.Score ?? 0) + Weights.SharedLead
            )
            {
                own = ranked[0];
            }
            if (own is not null)
            {
                best[targets[row].Key] = own;
            }
            others[targets[row].Key] = [.. ranked.Where(match => match != own)];
        }
        return new(best, others);
    }

    private Match? One(
        SuggestionTarget target,
        SuggestionSource source,
        IReadOnlyList<SuggestionTarget> targets,
        IReadOnlyList<SuggestionSource> sources
    )
    {
        var name = names.Run(source, target);
        var isOnly = name.Score < Weights.OnlyOfItsKind && IsOnlyOfItsKind(target, source, targets, sources);
        var sureness = isOnly ? Weights.OnlyOfItsKind : name.Score;
        if (sureness < Weights.LeastName || values.Run(source, target) is not { } fit)
        {
            return null;
        }
        var filled = source.Field.Filled;
        var score =
            Weights.Name * sureness
            + Weights.Values * fit.Score
            + Weights.Filled * (filled == 0 ? 0 : 0.5 + (filled / 2));
        score *= filled == 0 ? Weights.Empty : 1;
        score *= source.IsFirstOfList ? Weights.FirstOfList : 1;
        var only = isOnly ? $"'{source.Leaf}' is the only field of the kind {source.Field.Kind}." : null;
        return score < Weights.Least
            ? null
            : new(
                target,
                source,
                score,
                sureness,
                fit,
                [.. new[] { only ?? name.Reason, fit.Reason, Often(filled) }.OfType<string>()]
            );
    }

    private static bool IsOnlyOfItsKind(
        SuggestionTarget target,
        SuggestionSource source,
        IReadOnlyList<SuggestionTarget> targets,
        IReadOnlyList<SuggestionSource> sources
    )
    {
        static string? Kind(SuggestionTarget target) => target.Kind ?? (target.Path == "email" ? "email" : null);
        return Kind(target) is { } kind
            && Telling.Contains(kind)
            && source.Field.Kind == kind
            && sources.Count(other => other.Field.Kind == kind) == 1
            && targets.Count(other => Kind(other) == kind) == 1;
    }

    private static string? Often(double filled) =>
        filled switch
        {
            >= 0.995 => "It is always filled.",
            > 0 => string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"It is filled in {Math.Round(filled * 100)} of 100 records."
            ),
            _ => null,
        };
}

/// <summary>What was found for the targets, by key.</summary>
/// <param name="Best">The match of each target that has one.</param>
/// <param name="Others">The other matches of each target, best first.</param>
internal sealed record ScopeMatches(Dictionary<string, Match> Best, Dictionary<string, IReadOnlyList<Match>> Others);
