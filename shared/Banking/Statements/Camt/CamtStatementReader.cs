using IntegrationFunctions.Banking.Iso20022;

namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>One Stmt (camt.053), Rpt (camt.052) or Ntfctn (camt.054) element.</summary>
internal static class CamtStatementReader
{
    public static BankStatement Read(XmlCursor x, Action entryRead)
    {
        var order = new ElementOrder(CamtElements.Statement);
        string? id = null,
            electronicNumber = null,
            legalNumber = null;
        DateTimeOffset? createdAt = null,
            from = null,
            to = null;
        StatementAccount? account = null;
        var balances = new List<CamtBalance>();
        var summary = new CamtSummary();
        var entries = new List<StatementEntry>();
        for (var scope = x.Enter(); x.Next(scope); )
        {
            order.See(x);
            switch (x.Name)
            {
                case "Id":
                    id = x.String();
                    break;
                case "ElctrncSeqNb":
                    electronicNumber = x.String();
                    break;
                case "LglSeqNb":
                    legalNumber = x.String();
                    break;
                case "CreDtTm":
                    createdAt = x.Instant();
                    break;
                case "FrToDt":
                    for (var period = x.Enter(); x.Next(period); )
                    {
                        if (x.Name is "FrDtTm" or "FrDt")
                            from = x.Instant();
                        else if (x.Name is "ToDtTm" or "ToDt")
                            to = x.Instant();
                    }
                    break;
                case "Acct":
                    account = ReadAccount(x);
                    break;
                case "Bal":
                    if (CamtBalance.Read(x, account?.Currency) is { } balance)
                        balances.Add(balance);
                    break;
                case "TxsSummry":
                    summary.Read(x);
                    break;
                case "Ntry":
                    entries.Add(CamtEntryReader.Read(x, account));
                    entryRead();
                    break;
            }
        }
        if (id is null)
            x.Deviate("missing-id", "The statement has no Id.");
        if (account is null)
            x.Deviate("missing-account", "The statement doesn't say which account it is about (Acct).");
        var (opening, closing) = CamtBalance.Choose(balances);
        CamtChecks.Balances(x, opening, closing, entries);
        summary.Check(x, entries);
        return new BankStatement(
            id ?? "",
            electronicNumber ?? legalNumber,
            createdAt,
            from,
            to,
            account ?? new StatementAccount("", false, null, null, null, null),
            opening?.Value,
            closing?.Value,
            [.. balances.Select(balance => balance.Value)],
            entries
        );
    }

    private static StatementAccount ReadAccount(XmlCursor x)
    {
        var order = new ElementOrder(CamtElements.Account);
        (string? Id, bool IsIban) id = default;
        string? currency = null,
            name = null,
            owner = null,
            bic = null,
            ignored = null;
        for (var scope = x.Enter(); x.Next(scope); )
        {
            order.See(x);
            switch (x.Name)
            {
                case "Id":
                    id = x.ReadAccountId();
                    break;
                case "Ccy":
                    currency = x.String();
                    break;
                case "Nm":
                    name = x.String();
                    break;
                case "Ownr":
                    x.ReadParty(ref owner, ref ignored);
                    break;
                case "Svcr":
                    string? bank = null;
                    x.ReadParty(ref bank, ref bic);
                    break;
            }
        }
        if (id.Id is null)
            x.Deviate("missing-account", "The account has no number (Id).");
        return new StatementAccount(id.Id ?? "", id.IsIban, currency, name, owner, bic);
    }
}
