using System.Globalization;
using IntegrationFunctions.Sandbox.Worlds;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>What the ledger demands of an entry before it posts it. All faults are found, not only the first.</summary>
internal static class JournalChecks
{
    private const int MaxReference = 16;
    private const int MaxHeaderText = 25;
    private const int MaxItemText = 50;

    /// <summary>Faults of the entry, and for each line the open item that it clears (or null).</summary>
    public static (List<LogItem> Faults, int?[] Cleared) Check(
        World world,
        JournalDraft entry,
        IReadOnlySet<int> alreadyCleared
    )
    {
        var faults = new List<LogItem>();
        Header(world, entry, faults);
        var cleared = new int?[entry.Lines.Count];
        var taken = new HashSet<int>(alreadyCleared);
        for (var i = 0; i < entry.Lines.Count; i++)
        {
            var line = entry.Lines[i];
            Line(world, entry, line, faults);
            if (line.Kind != 'S' && line.InvoiceReference is not null)
            {
                cleared[i] = Clear(world, line, taken, faults);
            }
        }
        Balance(entry, faults);
        return (faults, cleared);
    }

    private static void Header(World world, JournalDraft entry, List<LogItem> faults)
    {
        if (entry.CompanyCode != BaseOpenItem.CompanyCode)
        {
            faults.Add(LogItem.Error("004(F5)", $"Company code {entry.CompanyCode ?? "(none)"} is not defined"));
        }
        if (entry.DocumentType is not { Length: <= 2 })
        {
            faults.Add(LogItem.Error("010(F5)", $"Document type {entry.DocumentType ?? "(none)"} is not defined"));
        }
        if (entry.DocumentDate is null)
        {
            faults.Add(LogItem.Error("055(00)", "DocumentDate is missing or not a date (YYYY-MM-DD)"));
        }
        var year = world.Definition.CreatedOn.Year;
        if (entry.PostingDate is not { } posting)
        {
            faults.Add(LogItem.Error("055(00)", "PostingDate is missing or not a date (YYYY-MM-DD)"));
        }
        else if (Math.Abs(posting.Year - year) > 1)
        {
            faults.Add(LogItem.Error("201(F5)", $"Posting period {posting.Month:D3} {posting.Year} is not open"));
        }
        Length("DocumentReferenceID", entry.Reference, MaxReference, faults);
        Length("DocumentHeaderText", entry.HeaderText, MaxHeaderText, faults);
    }

    private static void Line(World world, JournalDraft entry, LineDraft line, List<LogItem> faults)
    {
        if (line.Amount is not { } amount || line.Currency is not { Length: 3 } || decimal.Round(amount, 2) != amount)
        {
            faults.Add(
                LogItem.Error(
                    "083(F5)",
                    $"Item {line.Number}: AmountInTransactionCurrency needs an amount with at most two decimals and a currencyCode"
                )
            );
        }
        else if (line.DebitCredit is not ("S" or "H") || (line.DebitCredit == "S") != (amount > 0) || amount == 0)
        {
            faults.Add(
                LogItem.Error(
                    "089(F5)",
                    $"Item {line.Number}: debit (S) needs a positive amount and credit (H) a negative one"
                )
            );
        }
        Length($"Item {line.Number}: DocumentItemText", line.Text, MaxItemText, faults);
        switch (line.Kind)
        {
            case 'S' when line.Account is not { Length: <= 10 }:
                faults.Add(
                    LogItem.Error(
                        "113(F5)",
                        $"Item {line.Number}: account {line.Account ?? "(none)"} is not in the chart of accounts"
                    )
                );
                break;
            case 'K' when !IsKnown(world, line.Partner, supplier: true):
                faults.Add(
                    LogItem.Error(
                        "104(F5)",
                        $"Supplier {line.Partner ?? "(none)"} is not defined in company code {entry.CompanyCode}"
                    )
                );
                break;
            case 'D' when !IsKnown(world, line.Partner, supplier: false):
                faults.Add(
                    LogItem.Error(
                        "102(F5)",
                        $"Customer {line.Partner ?? "(none)"} is not defined in company code {entry.CompanyCode}"
                    )
                );
                break;
        }
    }

    private static int? Clear(World world, LineDraft line, HashSet<int> taken, List<LogItem> faults)
    {
        var named = $"{line.InvoiceReference} {line.InvoiceYear} {line.InvoiceItem}";
        var index = BaseOpenItem.IndexOf(line.InvoiceReference!, world.Definition);
        var item = world.OpenItem(Math.Max(0, index));
        if (
            index < 0
            || line.InvoiceYear != item.FiscalYear.ToString("D4", CultureInfo.InvariantCulture)
            || !int.TryParse(line.InvoiceItem, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number != int.Parse(BaseOpenItem.Item, CultureInfo.InvariantCulture)
            || item.IsPayable != (line.Kind == 'K')
            || item.Partner.Number != line.Partner
        )
        {
            faults.Add(
                LogItem.Error("351(F5)", $"Invoice reference {named} does not exist for account {line.Partner}")
            );
            return null;
        }
        if (world.Clearings.TryGetValue(index, out var clearing))
        {
            faults.Add(LogItem.Error("574(F5)", $"Item {named} was already cleared by document {clearing.Document}"));
        }
        else if (!taken.Add(index))
        {
            faults.Add(LogItem.Error("574(F5)", $"Item {named} is cleared twice by this message"));
        }
        else if (line.Amount != -item.SignedAmount || line.Currency != item.Currency)
        {
            faults.Add(
                LogItem.Error(
                    "263(F5)",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The difference is too large for clearing: item {named} is open with {item.SignedAmount} {item.Currency}, the entry has {line.Amount} {line.Currency}"
                    )
                )
            );
        }
        return index;
    }

    private static void Balance(JournalDraft entry, List<LogItem> faults)
    {
        if (entry.Lines.Count < 2)
        {
            faults.Add(LogItem.Error("720(F5)", "An entry needs at least two items"));
        }
        if (entry.Lines.Select(l => l.Currency).Distinct().Count() > 1)
        {
            faults.Add(LogItem.Error("154(RW)", "All items of an entry must have the same currencyCode"));
        }
        var sum = entry.Lines.Sum(l => l.Amount ?? 0);
        if (sum != 0)
        {
            faults.Add(
                LogItem.Error(
                    "022(RW)",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Balance in transaction currency is not zero but {sum}"
                    )
                )
            );
        }
    }

    private static bool IsKnown(World world, string? number, bool supplier)
    {
        var index = number is null ? -1 : BasePartner.IndexOf(number, world.Definition);
        return index >= 0 && world.Partner(index).IsSupplier == supplier;
    }

    private static void Length(string name, string value, int most, List<LogItem> faults)
    {
        if (value.Length > most)
        {
            faults.Add(LogItem.Error("057(00)", $"{name} has {value.Length} characters, at most {most} are allowed"));
        }
    }
}
