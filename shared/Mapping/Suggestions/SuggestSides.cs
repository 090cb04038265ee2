namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>Debit and credit where the source has one amount, and a field that says on which side it stands.</summary>
internal static class SuggestSides
{
    private static readonly string[] Sides = ["debit", "credit"];

    /// <summary>Adds matches for debit and credit where there are none.</summary>
    public static void Run(
        IReadOnlyList<SuggestionTarget> targets,
        IReadOnlyList<SuggestionSource> sources,
        ScopeMatches found
    )
    {
        var wanted = targets
            .Where(target => Sides.Contains(target.Path) && !found.Best.ContainsKey(target.Key))
            .ToList();
        if (wanted.Count != Sides.Length || Indicator(sources) is not { } side || Amount(sources) is not { } amount)
        {
            return;
        }
        foreach (var target in wanted)
        {
            var value = side.Values.First(pair => pair.To == target.Path).Value;
            var literal = side.Source.Field.Types.Contains("string") ? SuggestionSource.Literal(value) : value;
            var isText = amount.Field.Types.Contains("string");
            var isSigned = amount.Field.Forms.Contains("negative");
            var number = isSigned
                ? $"$abs({(isText ? $"$number({amount.Reference})" : amount.Reference)})"
                : amount.Reference;
            var fit = new ValueFit(
                1,
                Format: isText && !isSigned ? null : ["number"],
                Expression: $"{side.Source.Reference} = {literal} ? {number}"
            );
            var score = Weights.Name * Weights.Words + Weights.Values + Weights.Filled;
            found.Best[target.Key] = new(
                target,
                amount,
                score,
                Weights.Words,
                fit,
                [
                    $"'{side.Source.Leaf}' tells debit from credit: {literal} is {target.Path}.",
                    $"'{amount.Leaf}' is the amount.",
                ]
            );
        }
    }

    private static (SuggestionSource Source, List<(string Value, string? To)> Values)? Indicator(
        IReadOnlyList<SuggestionSource> sources
    )
    {
        foreach (var source in sources)
        {
            var isNamed =
                NameDictionary.Instance.IsFor(source.Leaf, "", "side")
                || source.Words.Any(word => word is "debit" or "credit" or "kind" or "direction" or "side");
            if (!isNamed || FitCodes.Small(source.Field) is not { } values)
            {
                continue;
            }
            var meanings = values
                .Select(value => (Value: value, To: NameDictionary.Instance.Meaning("side", value, source.Leaf)))
                .ToList();
            if (Sides.All(side => meanings.Any(meaning => meaning.To == side)))
            {
                return (source, meanings);
            }
        }
        return null;
    }

    private static SuggestionSource? Amount(IReadOnlyList<SuggestionSource> sources) =>
        sources.FirstOrDefault(source =>
            source.Words.Contains("amount")
            && (
                source.Field.Kind is "money" or "decimal"
                || source.Field.Types.Any(type => type is "integer" or "number")
            )
            && !source.Field.Forms.Contains("decimal-comma")
        );
}
