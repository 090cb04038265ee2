using IntegrationFunctions.Banking.Iso20022;

namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>A Bal element with what is needed to tell opening from closing.</summary>
/// <param name="Value">The balance.</param>
/// <param name="At">Its date and time, where given, for the order of interim balances.</param>
/// <param name="IsInterim">SubTp INTM: the balance between two pages of one statement.</param>
internal sealed record CamtBalance(Balance Value, DateTimeOffset? At, bool IsInterim)
{
    /// <summary>Whether booked entries, and nothing else, lead to this balance. Available ones hold credit lines and value dates.</summary>
    public bool IsBooked => Value.Type is "OPBD" or "PRCD" or "CLBD" or "ITBD";

    public static CamtBalance? Read(XmlCursor x, string? accountCurrency)
    {
        var order = new ElementOrder(CamtElements.Balance);
        (decimal Amount, string Currency)? amount = null;
        Direction? direction = null;
        string? type = null,
            subType = null;
        DateOnly? date = null;
        DateTimeOffset? at = null;
        for (var scope = x.Enter(); x.Next(scope); )
        {
            order.See(x);
            switch (x.Name)
            {
                case "Tp":
                    // CdOrPrtry and SubTp from version 02 on; the code itself in version 01.
                    for (var inner = x.Enter(); x.Next(inner); )
                    {
                        if (x.Name == "SubTp")
                            subType = x.DeepString();
                        else
                            type ??= x.DeepString();
                    }
                    break;
                case "Amt":
                    amount = x.RequiredAmount(accountCurrency);
                    break;
                case "CdtDbtInd":
                    direction = x.Direction();
                    break;
                case "Dt":
                    date = x.Day();
                    at = IsoDate.TryInstant(x.LastText, out var instant, out _) ? instant : null;
                    break;
            }
        }
        if (amount is not var (value, currency))
        {
            x.Deviate("missing-amount", $"The balance {type} has no amount; left out.");
            return null;
        }
        if (type is null)
            x.Deviate("missing-balance-type", "The balance doesn't say what it is (Tp).");
        if (direction is null)
            x.Deviate("missing-direction", "The balance has no legible CdtDbtInd; its sign was taken as written.");
        else if (value < 0)
            x.Deviate(
                "negative-amount",
                FormattableString.Invariant(
                    $"The amount {value} is negative; the standard wants it positive and the sign in CdtDbtInd ({direction})."
                )
            );
        var signed =
            direction is null ? value
            : direction == Direction.Debit ? -Math.Abs(value)
            : Math.Abs(value);
        return new CamtBalance(new Balance(type ?? "", signed, currency, date), at, subType == "INTM");
    }

    /// <summary>
    /// Opening: OPBD, or else PRCD, or else the earlier of several ITBD (how camt.052 frames a part of a day). Closing: CLBD, or else the latest ITBD;
    /// where a report has no booked balance at all, ITAV or CLAV, which are shown but never added up. Pages' own balances (INTM) come last.
    /// </summary>
    public static (CamtBalance? Opening, CamtBalance? Closing) Choose(List<CamtBalance> balances)
    {
        var interim = balances
            .Where(balance => balance.Value.Type == "ITBD")
            .OrderBy(balance => balance.At ?? DateTimeOffset.MinValue)
            .ToArray();
        var opening = First(balances, "OPBD") ?? First(balances, "PRCD") ?? (interim.Length > 1 ? interim[0] : null);
        var closing =
            First(balances, "CLBD") ?? interim.LastOrDefault() ?? First(balances, "ITAV") ?? First(balances, "CLAV");
        return (opening, closing);
    }

    private static CamtBalance? First(List<CamtBalance> balances, string type) =>
        balances.Find(balance => balance.Value.Type == type && !balance.IsInterim)
        ?? balances.Find(balance => balance.Value.Type == type);
}
