using IntegrationFunctions.Banking.Iso20022;

namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>One Ntry element with its transactions.</summary>
internal static class CamtEntryReader
{
    public static StatementEntry Read(XmlCursor x, StatementAccount? account)
    {
        var order = new ElementOrder(CamtElements.Entry);
        (decimal Amount, string Currency)? amount = null;
        Direction? direction = null;
        string? reference = null,
            status = null,
            servicerReference = null,
            transactionCode = null,
            information = null;
        DateOnly? bookedOn = null,
            valueOn = null;
        var isReversal = false;
        List<CamtTransactionReader>? transactions = null;
        for (var scope = x.Enter(); x.Next(scope); )
        {
            order.See(x);
            switch (x.Name)
            {
                case "NtryRef":
                    reference = x.String();
                    break;
                case "Amt":
                    amount = x.RequiredAmount(account?.Currency);
                    break;
                case "CdtDbtInd":
                    direction = x.Direction();
                    break;
                case "RvslInd":
                    isReversal = x.Text() is "true" or "1";
                    break;
                case "Sts":
                    status = Status(x.DeepText());
                    break;
                case "BookgDt":
                    bookedOn = x.Day();
                    break;
                case "ValDt":
                    valueOn = x.Day();
                    break;
                case "AcctSvcrRef":
                    servicerReference = x.String();
                    break;
                case "BkTxCd":
                    transactionCode = CamtTransactionCode.Read(x);
                    break;
                case "AddtlNtryInf":
                    information = x.String();
                    break;
                case "TxDtls":
                    (transactions ??= []).Add(Transaction(x, account));
                    break;
                case "NtryDtls":
                    var details = new ElementOrder(CamtElements.EntryDetails);
                    for (var inner = x.Enter(); x.Next(inner); )
                    {
                        details.See(x);
                        if (x.Name == "TxDtls")
                            (transactions ??= []).Add(Transaction(x, account));
                    }
                    break;
            }
        }
        if (amount is not var (value, currency))
            throw new MessageException(
                "illegible",
                $"The entry at {x.Path()} has no amount (Amt). Ask the bank for a correct file."
            );
        direction ??= DirectionOf(x, transactions);
        if (value < 0)
        {
            x.Deviate(
                "negative-amount",
                FormattableString.Invariant(
                    $"The amount {value} is negative; the standard wants it positive. Taken as {-value}, {direction}."
                )
            );
            value = -value;
        }
        if (status is null)
        {
            status = "BOOK";
            x.Deviate("missing-status", "The entry has no status (Sts); taken as booked.");
        }
        return new StatementEntry(
            reference,
            value,
            currency,
            direction.Value,
            isReversal,
            status,
            bookedOn,
            valueOn,
            servicerReference,
            transactionCode
                ?? transactions?.Select(one => one.TransactionCode).FirstOrDefault(code => code is not null),
            information,
            transactions is null ? [] : [.. transactions.Select(one => one.ToDetail(direction.Value, isReversal))]
        );
    }

    private static CamtTransactionReader Transaction(XmlCursor x, StatementAccount? account)
    {
        var transaction = new CamtTransactionReader(x, account);
        transaction.Read();
        return transaction;
    }

    private static Direction DirectionOf(XmlCursor x, List<CamtTransactionReader>? transactions)
    {
        var directions = transactions?.Select(one => one.Direction).Distinct().ToArray();
        if (directions is not [{ } only])
            throw new MessageException(
                "illegible",
                $"The entry at {x.Path()} doesn't say whether it is a credit or a debit (CdtDbtInd). Ask the bank for a correct file."
            );
        x.Deviate("missing-direction", $"The entry has no legible CdtDbtInd; its transactions say {only}.");
        return only;
    }

    // Nearly all entries are booked: no string for each of them.
    private static string? Status(ReadOnlySpan<char> text) =>
        text switch
        {
            "" => null,
            "BOOK" => "BOOK",
            "PDNG" => "PDNG",
            "INFO" => "INFO",
            _ => text.ToString(),
        };
}
