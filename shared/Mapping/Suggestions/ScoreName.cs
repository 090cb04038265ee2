namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>How sure a name is, and why.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="Reason">For people.</param>
internal readonly record struct NameScore(double Score, string? Reason);

/// <summary>Compares the name of a field with what the target is called.</summary>
/// <param name="title">Words of the object's and the model's titles, which names need not repeat.</param>
internal sealed class ScoreName(IReadOnlyCollection<string> title)
{
    private readonly NameDictionary _dictionary = NameDictionary.Instance;

    public NameScore Run(SuggestionSource source, SuggestionTarget target)
    {
        var system = _dictionary.SystemOf(source.Leaf);
        if (
            _dictionary.IsFor(source.Leaf, target.Model, target.Key)
            || (target.IsRole && _dictionary.IsFor(source.Leaf, target.Model, "role"))
        )
        {
            return new(Weights.SystemName, $"'{source.Leaf}' is the name that {system} has for it.");
        }
        var (best, phrase) = (0.0, (IReadOnlyList<string>)[]);
        foreach (var words in target.Phrases)
        {
            var alike = Alike(source, words, target);
            if (alike > best)
            {
                (best, phrase) = (alike, words);
            }
        }
        // Half of the words in common is little more than chance.
        best *= best * Weights.Words;
        if (_dictionary.MayStandFor(source.Leaf, target.Model, target.Key) && best < Weights.StandIn)
        {
            return new(Weights.StandIn, $"'{source.Leaf}' of {system} may stand for it.");
        }
        if (_dictionary.IsForNothing(source.Leaf) && best > Weights.OtherMeaning)
        {
            return new(Weights.OtherMeaning, null);
        }
        return best < Weights.LeastName
            ? new(best, null)
            : new(best, $"'{source.Leaf}' reads as '{string.Join(' ', phrase)}'.");
    }

    /// <summary>The name of a list against a list of the model.</summary>
    public NameScore OfList(Discovery.DiscoveredField list, SuggestionTarget target)
    {
        var words = list.Names.SelectMany(_dictionary.Words.Of).Distinct().ToList();
        var best = target.Phrases.Max(phrase => Alike([.. words.Select(word => (word, Weight(word)))], phrase));
        return new(best, best < Weights.LeastName ? null : $"'{list.Names[^1]}' reads as {target.Title}.");
    }

    // Twice what they share over what both have (Dice), by weight.
    private double Alike(SuggestionSource source, IReadOnlyList<string> phrase, SuggestionTarget target)
    {
        var around = source.Around.Except(Above(target)).Except(source.Words);
        return Alike(
            [
                .. source.Words.Select(word => (word, Weight(word))),
                // A leaf such as value says nothing itself.
                .. around.Select(word => (word, Weight(word) * (source.Words.Count > 0 ? Weights.Around : 1))),
            ],
            phrase
        );
    }

    private double Alike(List<(string Word, double Weight)> ours, IReadOnlyList<string> phrase)
    {
        var (shared, all) = (0.0, ours.Sum(word => word.Weight));
        foreach (var word in phrase)
        {
            var weight = Weight(word);
            all += weight;
            var found = ours.FindIndex(other => other.Word == word);
            shared += found >= 0 ? weight + ours[found].Weight : 0;
        }
        return all == 0 ? 0 : shared / all;
    }

    // What a list or an object of the target is called need not be said again by those around the source's field.
    private IEnumerable<string> Above(SuggestionTarget target)
    {
        var end = target.Key.LastIndexOf('.');
        return end < 0
            ? []
            : _dictionary
                .Phrases(target.Model, target.Key[..end])
                .Append(target.Key[..end])
                .SelectMany(_dictionary.Words.Of);
    }

    private double Weight(string word) => _dictionary.Words.Weight(word) * (title.Contains(word) ? Weights.Title : 1);
}
