using IntegrationFunctions.Banking.Iso20022;

namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>What must add up in any statement, whatever its labels say.</summary>
internal static class CamtChecks
{
    /// <summary>Opening balance plus booked entries makes the closing balance.</summary>
    public static void Balances(XmlCursor x, CamtBalance? opening, CamtBalance? closing, List<StatementEntry> entries)
    {
        if (opening is not { IsBooked: true } || closing is not { IsBooked: true })
            return;
        var currency = opening.Value.Currency;
        if (closing.Value.Currency != currency)
        {
            x.Deviate(
                "balance-currency",
                $"The statement opens in {currency} and closes in {closing.Value.Currency}; its balances can't be checked."
            );
            return;
        }
        decimal sum = 0;
        foreach (var entry in entries)
        {
            if (entry.Status != "BOOK")
                continue;
            if (entry.Currency != currency)
            {
                x.Deviate(
                    "entry-currency",
                    $"A booked entry is in {entry.Currency}, the balances are in {currency}; they can't be checked."
                );
                return;
            }
            if (!TryAdd(ref sum, entry.SignedAmount))
                return;
        }
        var expected = opening.Value.Amount;
        if (TryAdd(ref expected, sum) && expected != closing.Value.Amount)
            x.Deviate(
                "balance-mismatch",
                FormattableString.Invariant(
                    $"{opening.Value.Type} {opening.Value.Amount} plus booked entries {sum} is {expected} {currency}, but {closing.Value.Type} says {closing.Value.Amount} {currency}."
                )
            );
    }

    /// <summary>Adds; false where the sum of absurd amounts has no decimal.</summary>
    public static bool TryAdd(ref decimal sum, decimal amount)
    {
        try
        {
            sum += amount;
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
