namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>The net amount of a line where the source has only quantity and price.</summary>
internal static class SuggestProduct
{
    /// <summary>Adds a match for the net amount where there is none.</summary>
    public static void Run(IReadOnlyList<SuggestionTarget> targets, ScopeMatches found)
    {
        if (
            targets.FirstOrDefault(target => target.Key == "lines.netAmount") is not { } net
            || found.Best.ContainsKey(net.Key)
            || Factor(found, "lines.quantity") is not { } quantity
            || Factor(found, "lines.unitPrice") is not { } price
        )
        {
            return;
        }
        var source = found.Best["lines.unitPrice"].Source;
        found.Best[net.Key] = new(
            net,
            source,
            Weights.Product,
            0,
            new(1, Expression: $"$round({quantity} * {price}, 2)"),
            ["The source has no amount of the line; quantity times price is one, less discounts."]
        );
    }

    // Amounts in minor units would have to be divided first, and those with a decimal comma to be read.
    private static string? Factor(ScopeMatches found, string key) =>
        found.Best.GetValueOrDefault(key) switch
        {
            { Fit: { Expression: null, Format: ["number"] }, Source.Reference: var at } => at,
            { Fit: { Expression: null, Format: ["decimal"] }, Source.Reference: var at } => $"$number({at})",
            _ => null,
        };
}
