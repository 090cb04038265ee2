using System.Globalization;
using System.Xml.Linq;
using IntegrationFunctions.Sandbox.Worlds;

namespace IntegrationFunctions.Sandbox.Bank;

/// <summary>
/// camt.053.001.08 of the world's first day: customers' payments, one bank charge that matches nothing and one credit of an unknown payer.
/// It follows from the definition alone: same world, same bytes.
/// </summary>
internal static class AccountStatement
{
    private static readonly XNamespace Ns = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";

    public static byte[] Write(WorldDefinition world, OwnAccount account)
    {
        var entries = StatementEntry.Of(world);
        var opening = (decimal)Chance.Below(40_000_000, world.Seed, Draw.Opening, 0) / 100 + 100_000;
        var closing = opening + entries.Sum(e => e.Amount);
        var day = world.CreatedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var before = world.CreatedOn.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var id = $"{world.CreatedOn:yyyyMMdd}{account.Iban[^8..]}";
        return XmlBytes.Of(
            E(
                "Document",
                E(
                    "BkToCstmrStmt",
                    E("GrpHdr", E("MsgId", $"STMT{id}"), E("CreDtTm", $"{day}T21:00:00Z")),
                    E(
                        "Stmt",
                        E("Id", id),
                        E("ElctrncSeqNb", world.CreatedOn.DayOfYear),
                        E("CreDtTm", $"{day}T21:00:00Z"),
                        E("FrToDt", E("FrDtTm", $"{day}T00:00:00Z"), E("ToDtTm", $"{day}T23:59:59Z")),
                        E(
                            "Acct",
                            E("Id", E("IBAN", account.Iban)),
                            E("Ccy", account.Currency),
                            E("Ownr", E("Nm", account.Owner)),
                            E("Svcr", E("FinInstnId", E("BICFI", account.Bic)))
                        ),
                        Balance("OPBD", opening, account.Currency, before),
                        Balance("CLBD", closing, account.Currency, day),
                        Summary(entries),
                        entries.Select(e => Entry(e, account.Currency, day))
                    )
                )
            )
        );
    }

    private static XElement Balance(string type, decimal amount, string currency, string day) =>
        E(
            "Bal",
            E("Tp", E("CdOrPrtry", E("Cd", type))),
            Amount(amount, currency),
            Indicator(amount),
            E("Dt", E("Dt", day))
        );

    private static XElement Summary(IReadOnlyList<StatementEntry> entries) =>
        E(
            "TxsSummry",
            E(
                "TtlNtries",
                E("NbOfNtries", entries.Count),
                E("Sum", entries.Sum(e => Math.Abs(e.Amount))),
                E("TtlNetNtry", E("Amt", Math.Abs(entries.Sum(e => e.Amount))), Indicator(entries.Sum(e => e.Amount)))
            ),
            E(
                "TtlCdtNtries",
                E("NbOfNtries", entries.Count(e => e.Amount > 0)),
                E("Sum", entries.Where(e => e.Amount > 0).Sum(e => e.Amount))
            ),
            E(
                "TtlDbtNtries",
                E("NbOfNtries", entries.Count(e => e.Amount < 0)),
                E("Sum", -entries.Where(e => e.Amount < 0).Sum(e => e.Amount))
            )
        );

    private static XElement Entry(StatementEntry entry, string currency, string day) =>
        E(
            "Ntry",
            E("NtryRef", entry.Reference),
            Amount(entry.Amount, currency),
            Indicator(entry.Amount),
            E("Sts", E("Cd", "BOOK")),
            E("BookgDt", E("Dt", day)),
            E("ValDt", E("Dt", day)),
            E("AcctSvcrRef", entry.BankReference),
            TransactionCode(entry),
            E(
                "NtryDtls",
                E(
                    "TxDtls",
                    E("Refs", E("AcctSvcrRef", entry.BankReference), E("EndToEndId", "NOTPROVIDED")),
                    Amount(entry.Amount, currency),
                    Indicator(entry.Amount),
                    entry.Payer is null
                        ? null
                        : E(
                            "RltdPties",
                            E("Dbtr", E("Pty", E("Nm", entry.Payer))),
                            E("DbtrAcct", E("Id", E("IBAN", entry.PayerIban!)))
                        ),
                    RemittanceOf(entry)
                )
            ),
            entry.Payer is null ? E("AddtlNtryInf", "Kontofuehrung") : null
        );

    // Bank transaction codes of ISO 20022: received SEPA credit transfer; charge of the account's management.
    private static XElement TransactionCode(StatementEntry entry) =>
        E(
            "BkTxCd",
            entry.Payer is null
                ? E("Domn", E("Cd", "ACMT"), E("Fmly", E("Cd", "MDOP"), E("SubFmlyCd", "CHRG")))
                : E("Domn", E("Cd", "PMNT"), E("Fmly", E("Cd", "RCDT"), E("SubFmlyCd", "ESCT")))
        );

    private static XElement? RemittanceOf(StatementEntry entry)
    {
        if (entry.CreditorReference is not null)
        {
            var type = E("Tp", E("CdOrPrtry", E("Cd", "SCOR")), E("Issr", "ISO"));
            return E("RmtInf", E("Strd", E("CdtrRefInf", type, E("Ref", entry.CreditorReference))));
        }
        return entry.Text is null ? null : E("RmtInf", E("Ustrd", entry.Text));
    }

    private static XElement Amount(decimal amount, string currency) =>
        new(
            Ns + "Amt",
            new XAttribute("Ccy", currency),
            Math.Abs(amount).ToString("0.00", CultureInfo.InvariantCulture)
        );

    private static XElement Indicator(decimal amount) => E("CdtDbtInd", amount < 0 ? "DBIT" : "CRDT");

    private static XElement E(string name, params object?[] content) => new(Ns + name, content);
}
