using IntegrationFunctions.Sandbox.Worlds;

namespace IntegrationFunctions.Sandbox.Bank;

/// <summary>What a customer wrote on a payment.</summary>
internal enum Remittance
{
    CreditorReference,
    InvoiceNumber,
    NameOnly,
}

/// <summary>A credit from a customer, and the open items that it pays.</summary>
internal sealed record CustomerPayment(IReadOnlyList<BaseOpenItem> Items, Remittance Remittance)
{
    public decimal Amount => Items.Sum(i => i.Amount);
}

/// <summary>Who pays on the world's first day, and how well they say what for.</summary>
internal static class CustomerPayments
{
    private const int Most = 60;

    // How far to look for a customer with two invoices: enough for any world, little in the largest.
    private const int SearchedForPair = 20_000;

    public static List<CustomerPayment> Of(WorldDefinition world)
    {
        var euro = Receivables(world).Take(SearchedForPair).ToArray();
        var pair = Pair(euro);
        var rest = euro.Where(i => !pair.Any(p => p.Index == i.Index));
        var payments = rest.Take(pair.Length > 0 ? Most - 1 : Most)
            .Select((item, n) => new CustomerPayment([item], Kind(n)))
            .ToList();
        if (pair.Length > 0)
        {
            payments.Insert(payments.Count / 2, new CustomerPayment(pair, Remittance.InvoiceNumber));
        }
        return payments;
    }

    private static IEnumerable<BaseOpenItem> Receivables(WorldDefinition world) =>
        Enumerable
            .Range(0, world.OpenItems)
            .Select(i => new BaseOpenItem(world, i))
            .Where(i => !i.IsPayable && i.Currency == "EUR");

    /// <summary>The first two items of one customer, or nothing.</summary>
    private static BaseOpenItem[] Pair(BaseOpenItem[] items)
    {
        var first = new Dictionary<int, BaseOpenItem>();
        foreach (var item in items)
        {
            if (!first.TryAdd(item.Partner.Index, item))
            {
                return [first[item.Partner.Index], item];
            }
        }
        return [];
    }

    private static Remittance Kind(int n) =>
        (n % 4) switch
        {
            0 or 2 => Remittance.CreditorReference,
            1 => Remittance.InvoiceNumber,
            _ => Remittance.NameOnly,
        };
}
