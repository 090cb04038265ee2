using System.Text.Json;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>Fields that no field of the source says, because all its records are alike: invoices of suppliers are payable.</summary>
internal sealed class SuggestConstants(CanonicalModel model, IReadOnlyList<string> title, ScopeMatches found)
{
    private static readonly string[] Customers = ["customer", "receivables", "sales"];
    private static readonly string[] Suppliers = ["supplier", "payables", "purchase"];

    public IEnumerable<Suggestion> Run(IEnumerable<SuggestionTarget> targets)
    {
        var (ofCustomers, why) = Side();
        if (ofCustomers is not { } customers)
        {
            yield break;
        }
        foreach (var target in targets)
        {
            object? value = (model.Name, target.Key) switch
            {
                ("invoice" or "credit-note", "kind") => customers ? "receivable" : "payable",
                ("payment", "direction") => customers ? "in" : "out",
                ("business-partner", "isCustomer") => customers,
                ("business-partner", "isSupplier") => !customers,
                _ => null,
            };
            if (value is not null)
            {
                yield return new(
                    new(target.Path, Value: JsonSerializer.SerializeToElement(value), Required: target.IsRequired),
                    Weights.Constant,
                    [why!]
                );
            }
        }
    }

    private (bool? OfCustomers, string? Why) Side()
    {
        var byTitle = Of(title);
        if (byTitle is { } side)
        {
            return (side, $"The source's title speaks of {(side ? "customers" : "suppliers")}.");
        }
        foreach (var key in new[] { "partnerId", "partnerName" })
        {
            if (
                found.Best.TryGetValue(key, out var partner)
                && Of([.. partner.Source.Words, .. partner.Source.Around]) is { } of
            )
            {
                return (of, $"Its partner, '{partner.Source.Leaf}', is always a {(of ? "customer" : "supplier")}.");
            }
        }
        return (null, null);
    }

    private static bool? Of(IReadOnlyList<string> words) =>
        (words.Any(Customers.Contains), words.Any(Suppliers.Contains)) switch
        {
            (true, false) => true,
            (false, true) => false,
            _ => null,
        };
}
