namespace IntegrationFunctions.Banking.Statements.Store;

/// <summary>The figures of a statement, computed from what is stored.</summary>
internal static class StatementFigures
{
    public static IReadOnlyList<StatementSum> Sum(IEnumerable<StatementLine> lines)
    {
        var sums = new SortedDictionary<string, StatementSum>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var sum = sums.GetValueOrDefault(line.Currency) ?? new StatementSum(line.Currency, 0, 0, 0);
            sums[line.Currency] = sum with
            {
                Credits = sum.Credits + (line.Direction == Direction.Credit ? line.Amount : 0),
                Debits = sum.Debits + (line.Direction == Direction.Debit ? line.Amount : 0),
                Lines = sum.Lines + 1,
            };
        }
        return [.. sums.Values];
    }

    public static BalanceCheck Check(BankStatement statement)
    {
        // Pending and informational entries are no part of the booked balances.
        var booked = statement.Entries.Where(e => e.Status == "BOOK").ToList();
        if (
            statement is not { Opening: { } opening, Closing: { } closing }
            || opening.Currency != closing.Currency
            || booked.Exists(e => e.Currency != closing.Currency)
        )
        {
            return new(null, null, null);
        }
        var expected = opening.Amount + booked.Sum(e => e.SignedAmount);
        var difference = closing.Amount - expected;
        return new(difference == 0, expected, difference);
    }
}
