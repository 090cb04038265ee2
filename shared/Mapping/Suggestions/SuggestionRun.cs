using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Discovery;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>One source and one model on their way to suggestions.</summary>
internal sealed class SuggestionRun
{
    private readonly DiscoveredModel _source;
    private readonly CanonicalModel _model;
    private readonly SuggestScope _scope;
    private readonly IReadOnlyList<DiscoveredField> _fields;
    private readonly List<SuggestionSource> _values;
    private readonly HashSet<string> _goesBack = new(StringComparer.Ordinal);

    public SuggestionRun(DiscoveredModel source, CanonicalModel model)
    {
        (_source, _model, _fields) = (source, model, source.Fields());
        _values = [.. SuggestionSource.Of(_fields)];
        Title = NameDictionary.Instance.Words.Of(source.Title);
        var words = Title.Concat(NameDictionary.Instance.Words.Of(model.Title)).ToHashSet(StringComparer.Ordinal);
        Names = new(words);
        _scope = new(Names, new(source.Records, CountsInCents(source)));
    }

    public IReadOnlyList<string> Title { get; }

    public ScoreName Names { get; }

    public IReadOnlyList<Suggestion> Run()
    {
        var targets = SuggestionTarget.Of(_model);
        var plain = targets.Where(target => !target.IsList).ToList();
        var found = _scope.Run(plain, _values);
        var lists = new SuggestLists(_scope, Names).Run(
            targets.Where(target => target.IsList),
            _fields.Where(field => field.IsList && field.Path is not null),
            _values,
            found
        );
        AddFirstOfLists(plain, found, lists);
        var made = new Dictionary<string, Suggestion>(StringComparer.Ordinal);
        new SuggestKey(_values).Run(plain[0], found);
        foreach (var (key, match) in found.Best)
        {
            made[key] = Made(match, found);
        }
        foreach (var (key, list) in lists)
        {
            made[key] = list.Suggestion;
        }
        foreach (var constant in new SuggestConstants(_model, Title, found).Run(targets))
        {
            made.TryAdd(constant.Rule.Target, constant);
        }
        return
        [
            .. targets
                .Select(target =>
                    made.GetValueOrDefault(target.Key) ?? (target.IsRequired ? SuggestGap.Run(target) : null)
                )
                .OfType<Suggestion>(),
        ];
    }

    private Suggestion Made(Match match, ScopeMatches found)
    {
        var alternatives = found
            .Others.GetValueOrDefault(match.Target.Key, [])
            .Take(Weights.Alternatives)
            .Select(other => other.ToSuggestion(twoWay: false))
            .ToList();
        var suggestion = match.ToSuggestion(
            // A field of the source can be written by one field of the target alone.
            match.Source.Path
                is { } path
                && _goesBack.Add(path),
            alternatives.Count > 0 ? alternatives : null
        );
        return SuggestJoin.Run(match, found.Others.GetValueOrDefault(match.Target.Key, [])) is { } join
            ? join with
            {
                Alternatives = [suggestion, .. alternatives.Take(Weights.Alternatives - 1)],
            }
            : suggestion;
    }

    // An address that stands in a list of addresses: the first one.
    private void AddFirstOfLists(
        IReadOnlyList<SuggestionTarget> plain,
        ScopeMatches found,
        Dictionary<string, ListSuggestion> lists
    )
    {
        var missing = plain.Where(target => !target.IsKey && !found.Best.ContainsKey(target.Key)).ToList();
        var free = _fields
            .Where(field => field.IsList && !lists.Values.Any(list => list.Field == field))
            .SelectMany(SuggestionSource.OfFirst)
            .ToList();
        foreach (var (key, match) in _scope.Run(missing, free).Best)
        {
            found.Best[key] = match;
        }
    }

    // Systems that count in minor units write currencies in small letters (Stripe), and have no number with decimals.
    private static bool CountsInCents(DiscoveredModel source) =>
        source.Fields() is var fields
        && fields.Any(field => field.Kind == "currency" && field.Forms.Contains("small-letters"))
        && !fields.Any(field => field.Types.Contains("number"));
}
