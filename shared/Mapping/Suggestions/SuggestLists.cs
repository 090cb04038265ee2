using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Discovery;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>A list that was suggested.</summary>
/// <param name="Suggestion">The suggestion.</param>
/// <param name="Field">The list of the source; null where a list of one is made of the record itself.</param>
internal sealed record ListSuggestion(Suggestion Suggestion, DiscoveredField? Field);

/// <summary>Finds the list of the source for each list of a model, with rules for the entries.</summary>
internal sealed class SuggestLists(SuggestScope scope, ScoreName names)
{
    // The name of a list against what its entries hold.
    private const double NameShare = 0.4;

    public Dictionary<string, ListSuggestion> Run(
        IEnumerable<SuggestionTarget> targets,
        IEnumerable<DiscoveredField> fields,
        IReadOnlyList<SuggestionSource> values,
        ScopeMatches found
    )
    {
        var lists = new Dictionary<string, ListSuggestion>(StringComparer.Ordinal);
        var all = fields.ToList();
        foreach (var target in targets)
        {
            var ranked = all.Where(field => !lists.Values.Any(list => list.Field == field))
                .Select(field => Each(target, field))
                .OfType<ListSuggestion>()
                .OrderByDescending(list => list.Suggestion.Score)
                .ToList();
            if (ranked.Count > 0)
            {
                var others = ranked.Skip(1).Take(Weights.Alternatives).Select(list => list.Suggestion).ToList();
                lists[target.Key] = ranked[0] with
                {
                    Suggestion = ranked[0].Suggestion with { Alternatives = others.Count > 0 ? others : null },
                };
            }
            else if (OfOne(target, values, found) is { } one)
            {
                lists[target.Key] = new(one, null);
            }
        }
        return lists;
    }

    private ListSuggestion? Each(SuggestionTarget target, DiscoveredField list)
    {
        var entries = target.Entries().Where(entry => !entry.IsList).ToList();
        var found = scope.Run(entries, [.. SuggestionSource.Of(list.Entries(), list)]);
        SuggestSides.Run(entries, [.. SuggestionSource.Of(list.Entries(), list)], found);
        SuggestProduct.Run(entries, found);
        var name = names.OfList(list, target);
        var needed = entries.Where(entry => entry.IsRequired).ToList();
        var missing = needed.Count(entry => !found.Best.ContainsKey(entry.Key));
        if (found.Best.Count == 0 || (missing > 0 && name.Score < Weights.LeastName))
        {
            return null;
        }
        var score =
            (NameShare * name.Score)
            + ((1 - NameShare) * found.Best.Values.Average(match => match.Score) * (missing > 0 ? 0.5 : 1));
        if (score < Weights.Least)
        {
            return null;
        }
        var written = new HashSet<string>(StringComparer.Ordinal);
        var made = entries
            .Select(entry =>
                found.Best.TryGetValue(entry.Key, out var match) ? Entry(found, match, written)
                : entry.IsRequired ? SuggestGap.Run(entry)
                : null
            )
            .OfType<Suggestion>()
            .ToList();
        return new(
            new(
                new(
                    target.Path,
                    Each: list.Path,
                    Rules: [.. made.Select(entry => entry.Rule)],
                    Required: target.IsRequired
                ),
                Math.Round(score, 3),
                [
                    .. new[] { name.Reason }.OfType<string>(),
                    $"Its entries have {found.Best.Count} of the {entries.Count} fields that the model's entries have.",
                ],
                Entries: made
            ),
            list
        );
    }

    private static Suggestion Entry(ScopeMatches found, Match match, HashSet<string> written)
    {
        var others = found
            .Others.GetValueOrDefault(match.Target.Key, [])
            .Take(Weights.Alternatives)
            .Select(other => other.ToSuggestion(twoWay: false))
            .ToList();
        return match.ToSuggestion(match.Source.Path is { } path && written.Add(path), others.Count > 0 ? others : null);
    }

    // Flat records, of which each is one entry: a line of a journal, a partner with one bank account.
    private Suggestion? OfOne(SuggestionTarget target, IReadOnlyList<SuggestionSource> values, ScopeMatches taken)
    {
        var used = taken.Best.Values.Select(match => match.Source).ToHashSet();
        var free = values.Where(value => !used.Contains(value)).ToList();
        var entries = target.Entries().Where(entry => !entry.IsList).ToList();
        var found = scope.Run(entries, free);
        SuggestSides.Run(entries, free, found);
        var needed = entries.Where(entry => entry.IsRequired).ToList();
        if (
            needed.Count == 0
            || needed.Exists(entry => found.Best.GetValueOrDefault(entry.Key)?.Score is not >= Weights.Shared)
        )
        {
            return null;
        }
        var made = entries
            .Where(entry => found.Best.ContainsKey(entry.Key))
            .Select(entry =>
                (entry.Path, Match: found.Best[entry.Key], Expression: InExpression(found.Best[entry.Key]))
            )
            .Where(entry => entry.Expression is not null)
            .ToList();
        var members = string.Join(
            ", ",
            made.Select(entry => $"{SuggestionSource.Literal(entry.Path)}: {entry.Expression}")
        );
        var first = found.Best[needed[0].Key];
        var list = $"[{{ {members} }}]";
        return new(
            new(
                target.Path,
                Expression: first.Source.Field.Filled < 1 ? $"{first.Source.Reference} ? {list} : []" : list,
                Required: target.IsRequired
            ),
            Math.Round(made.Average(entry => entry.Match.Score), 3),
            ["Each record holds one entry of the list."],
            Entries: [.. made.Select(entry => entry.Match.ToSuggestion(twoWay: false))]
        );
    }

    // What formats do, said as an expression; null where none does.
    private static string? InExpression(Match match)
    {
        if (match.Fit.ValueMap is not null)
        {
            return null;
        }
        var expression = match.Fit.Expression is { } made ? $"({made})" : match.Source.Reference;
        foreach (var format in match.Fit.Format ?? [])
        {
            expression = format switch
            {
                "number" or "text" => $"$string({expression})",
                "decimal" => expression,
                "trim" => $"$trim({expression})",
                "upper" => $"$uppercase({expression})",
                "remove-spaces" => $"$replace({expression}, /\\s/, \"\")",
                _ => null,
            };
            if (expression is null)
            {
                return null;
            }
        }
        // An empty text is nothing to a rule, and would be a text here.
        return match.Fit.Expression is null && match.Source.Field.Filled < 1
            ? $"{match.Source.Reference} ? {expression}"
            : expression;
    }
}
