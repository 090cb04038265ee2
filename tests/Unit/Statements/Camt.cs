using System.Globalization;
using System.Text;

namespace IntegrationFunctions.Tests.Unit.Statements;

/// <summary>Writes small camt.053 files.</summary>
internal static class Camt
{
    public static MemoryStream File(string statementId, decimal opening, decimal closing, params string[] entries)
    {
        var xml = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
            <GrpHdr><MsgId>MSG-1</MsgId><CreDtTm>2026-03-02T20:00:00Z</CreDtTm></GrpHdr>
            <Stmt><Id>{statementId}</Id><CreDtTm>2026-03-02T20:00:00Z</CreDtTm>
            <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
            {Balance("OPBD", opening)}{Balance("CLBD", closing)}{string.Concat(entries)}
            </Stmt></BkToCstmrStmt></Document>
            """;
        return new MemoryStream(Encoding.UTF8.GetBytes(xml));
    }

    public static string Credit(decimal amount, string? reference = null, string? text = null, string? name = null) =>
        Entry(amount, Transaction(null, reference, text, name));

    public static string Entry(decimal amount, params string[] transactions) =>
        $"""<Ntry><Amt Ccy="EUR">{Text(amount)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-02</Dt></ValDt><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls>{string.Concat(transactions)}</NtryDtls></Ntry>""";

    public static string Transaction(
        decimal? amount,
        string? reference = null,
        string? text = null,
        string? name = null
    )
    {
        var amt = amount is { } a ? $"""<Amt Ccy="EUR">{Text(a)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>""" : "";
        var party = name is null ? "" : $"<RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr></RltdPties>";
        var remittance =
            (text is null ? "" : $"<Ustrd>{text}</Ustrd>")
            + (reference is null ? "" : $"<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>");
        return $"<TxDtls>{amt}{party}{(remittance.Length > 0 ? $"<RmtInf>{remittance}</RmtInf>" : "")}</TxDtls>";
    }

    private static string Balance(string type, decimal amount) =>
        $"""<Bal><Tp><CdOrPrtry><Cd>{type}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{Text(Math.Abs(amount))}</Amt><CdtDbtInd>{(amount < 0 ? "DBIT" : "CRDT")}</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>""";

    private static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
