using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using IntegrationFunctions.Sandbox.Worlds;

namespace IntegrationFunctions.Sandbox.Bank;

/// <summary>
/// Reads pain.001.001.03 and .09. What can't be read at all is an error; what can be read but not executed is a message with reasons
/// (ISO 20022 external code list ExternalStatusReason1Code), refused as a whole.
/// </summary>
internal static class CreditTransferReader
{
    private const string Prefix = "urn:iso:std:iso:20022:tech:xsd:";

    public static (PaymentMessage? Message, string? Unreadable) Read(
        byte[] body,
        string sha256,
        OwnAccount account,
        DateTimeOffset now
    )
    {
        XElement root;
        try
        {
            using var reader = XmlReader.Create(
                new MemoryStream(body),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
            );
            root = XElement.Load(reader);
        }
        catch (XmlException e)
        {
            return (null, $"Not well-formed XML at line {e.LineNumber}, position {e.LinePosition}: {e.Message}");
        }
        var ns = root.Name.Namespace;
        if (
            root.Name.LocalName != "Document"
            || ns.NamespaceName is not (Prefix + "pain.001.001.03" or Prefix + "pain.001.001.09")
        )
        {
            return (null, $"The root is {root.Name}; this bank reads Document of {Prefix}pain.001.001.03 and .09.");
        }
        var initiation = root.Element(ns + "CstmrCdtTrfInitn");
        var header = initiation?.Element(ns + "GrpHdr");
        var id = header?.Element(ns + "MsgId")?.Value;
        var created = header?.Element(ns + "CreDtTm")?.Value;
        if (id is not { Length: >= 1 and <= 35 } || created is null || !IsDateTime(created))
        {
            return (null, "CstmrCdtTrfInitn/GrpHdr needs MsgId (1 to 35 characters) and CreDtTm (date and time).");
        }
        if (Missing(initiation!, header!, ns) is { } missing)
        {
            return (null, missing);
        }
        var orders = initiation!.Elements(ns + "PmtInf").Select(p => Order(p, ns, account)).ToArray();
        if (orders.Length == 0 || orders.Any(o => o.Id.Length is 0 or > 35 || o.Transactions.Count == 0))
        {
            return (
                null,
                "Each message needs a PmtInf, each PmtInf a PmtInfId (1 to 35 characters) and a CdtTrfTxInf."
            );
        }
        var count = header!.Element(ns + "NbOfTxs")?.Value ?? "";
        var sum = header.Element(ns + "CtrlSum")?.Value;
        return (
            new PaymentMessage(
                id,
                ns.NamespaceName[Prefix.Length..],
                created,
                count,
                sum,
                now,
                sha256,
                Totals(count, sum, orders) ?? PartTotals(initiation, ns, orders) ?? Accounts(initiation, ns, account),
                orders
            ),
            null
        );
    }

    private static bool IsDateTime(string? text) =>
        DateTimeOffset.TryParseExact(
            text,
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out _
        );

    /// <summary>Mandatory elements of the message (ISO 20022 message definition) that the checks on content do not look at.</summary>
    private static string? Missing(XElement initiation, XElement header, XNamespace ns)
    {
        if (header.Element(ns + "InitgPty") is null)
        {
            return "GrpHdr lacks InitgPty.";
        }
        foreach (var order in initiation.Elements(ns + "PmtInf"))
        {
            foreach (var name in new[] { "PmtMtd", "ReqdExctnDt", "Dbtr", "DbtrAcct", "DbtrAgt" })
            {
                if (order.Element(ns + name) is null)
                {
                    return $"PmtInf '{order.Element(ns + "PmtInfId")?.Value}' lacks {name}.";
                }
            }
            if (order.Element(ns + "PmtMtd")!.Value != "TRF")
            {
                return $"PmtMtd is '{order.Element(ns + "PmtMtd")!.Value}'; this bank executes credit transfers, TRF.";
            }
        }
        return null;
    }

    private static PaymentOrder Order(XElement order, XNamespace ns, OwnAccount account) =>
        new(
            order.Element(ns + "PmtInfId")?.Value ?? "",
            order.Elements(ns + "CdtTrfTxInf").Select(t => Transaction(t, ns, account)).ToArray()
        );

    private static PaymentTransaction Transaction(XElement transaction, XNamespace ns, OwnAccount account)
    {
        var ids = transaction.Element(ns + "PmtId");
        var amount = transaction.Element(ns + "Amt")?.Element(ns + "InstdAmt");
        var currency = (string?)amount?.Attribute("Ccy") ?? "";
        var readable = decimal.TryParse(
            amount?.Value,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var value
        );
        var iban = Iban(transaction.Element(ns + "CdtrAcct"), ns);
        var endToEnd = ids?.Element(ns + "EndToEndId")?.Value ?? "";
        StatusReason? reason =
            endToEnd.Length is 0 or > 35 ? new("FF01", "EndToEndId is missing or longer than 35 characters")
            : !readable ? new("AM02", "InstdAmt is missing or not a number")
            : value == 0 ? new("AM01", "The amount is zero")
            : value < 0 || decimal.Round(value, 2) != value
                ? new("AM02", "The amount must be positive with at most two decimals")
            : currency != account.Currency ? new("AM03", $"The account pays in {account.Currency}, not in '{currency}'")
            : !CheckDigits.IsIban(iban) ? new("AC01", "The creditor's IBAN has a wrong form or wrong check digits")
            : string.IsNullOrWhiteSpace(transaction.Element(ns + "Cdtr")?.Element(ns + "Nm")?.Value)
                ? new("BE22", "The creditor's name is missing")
            : null;
        return new PaymentTransaction(
            endToEnd,
            ids?.Element(ns + "InstrId")?.Value,
            value,
            currency,
            iban ?? "",
            reason
        );
    }

    private static StatusReason? Totals(string? count, string? sum, IReadOnlyCollection<PaymentOrder> orders)
    {
        var transactions = orders.SelectMany(o => o.Transactions).ToArray();
        if (count != transactions.Length.ToString(CultureInfo.InvariantCulture))
        {
            return new("AM18", $"NbOfTxs is '{count}', the message holds {transactions.Length}");
        }
        var total = transactions.Sum(t => t.Amount);
        return
            sum is null
            || (
                decimal.TryParse(sum, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var stated)
                && stated == total
            )
            ? null
            : new(
                "AM10",
                string.Create(CultureInfo.InvariantCulture, $"CtrlSum is '{sum}', the amounts add up to {total}")
            );
    }

    private static StatusReason? PartTotals(XElement initiation, XNamespace ns, PaymentOrder[] orders) =>
        initiation
            .Elements(ns + "PmtInf")
            .Select(
                (p, i) =>
                    p.Element(ns + "NbOfTxs") is null && p.Element(ns + "CtrlSum") is null
                        ? null
                        : Totals(
                            p.Element(ns + "NbOfTxs")?.Value
                                ?? orders[i].Transactions.Count.ToString(CultureInfo.InvariantCulture),
                            p.Element(ns + "CtrlSum")?.Value,
                            [orders[i]]
                        )
            )
            .FirstOrDefault(r => r is not null);

    private static StatusReason? Accounts(XElement initiation, XNamespace ns, OwnAccount account) =>
        initiation.Elements(ns + "PmtInf").All(p => Iban(p.Element(ns + "DbtrAcct"), ns) == account.Iban)
            ? null
            : new("AC02", "The debtor's account is not an account of this customer");

    private static string? Iban(XElement? account, XNamespace ns) =>
        account?.Element(ns + "Id")?.Element(ns + "IBAN")?.Value;
}
