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
        var (alike, phrase) = Best(source, target);
        var reads = alike < Weights.LeastName ? null : $"'{source.Leaf}' reads as '{phrase}'.";
        var system = _dictionary.SystemOf(source.Leaf);
        if (
            _dictionary.IsFor(source.Leaf, target.Model, target.Key)
            || (target.IsRole && _dictionary.IsFor(source.Leaf, target.Model, "role"))
        )
        {
            return new(
                Weights.SystemName,
                alike >= Weights.Plain ? reads : $"'{source.Leaf}' is the name that {system} has for it."
            );
        }
        if (_dictionary.MayStandFor(source.Leaf, target.Model, target.Key) && alike < Weights.StandIn)
        {
            return new(Weights.StandIn, $"'{source.Leaf}' of {system} may stand for it.");
        }
        return _dictionary.MeansOther(source.Leaf, target.Model) && alike > Weights.OtherMeaning
            ? new(Weights.OtherMeaning, null)
            : new(alike, reads);
    }

    private (double Score, string Phrase) Best(SuggestionSource source, SuggestionTarget target)
    {
        // What a list or an object of the target is called need not be said again by those around the source's field.
        var around = source.Around.Except(target.Above).Except(source.Words);
        List<(string Word, double Weight)> ours =
        [
            .. source.Words.Select(word => (word, Weight(word))),
            // A leaf such as value says nothing itself.
            .. around.Select(word => (word, Weight(word) * (source.Words.Count > 0 ? Weights.Around : 1))),
        ];
        var (best, text) = (0.0, "");
        foreach (var phrase in target.Phrases)
        {
            var alike = Alike(ours, phrase.Words);
            if (alike > best)
            {
                (best, text) = (alike, phrase.Text);
            }
        }
        // Half of the words in common is little more than chance.
        return (best * best * Weights.Words, text);
    }

    /// <summary>The name of a list against a list of the model.</summary>
    public NameScore OfList(Discovery.DiscoveredField list, SuggestionTarget target)
    {
        var words = list.Names.SelectMany(_dictionary.Words.Of).Distinct().ToList();
        var best = target.Phrases.Max(phrase => Alike([.. words.Select(word => (word, Weight(word)))], phrase.Words));
        return new(best, best < Weights.LeastName ? null : $"'{list.Names[^1]}' reads as {target.Title}.");
    }

    // Twice what they share over what both have (Dice), by weight.
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

    private double Weight(string word) => _dictionary.Words.Weight(word) * (title.Contains(word) ? Weights.Title : 1);
}
