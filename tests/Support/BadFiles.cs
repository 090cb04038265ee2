using System.Text;

namespace IntegrationFunctions.Tests.Support;

/// <summary>Files that are no bank statement, each with the code of its refusal.</summary>
internal static class BadFiles
{
    private const string Camt = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";

    public static readonly IReadOnlyDictionary<string, (string Code, byte[] Content)> All = new Dictionary<
        string,
        (string, byte[])
    >
    {
        ["not XML"] = ("not-xml", "Date;Amount\n2026-01-01;12.50\n"u8.ToArray()),
        ["empty"] = ("not-xml", []),
        ["binary"] = ("not-xml", [0x7f, 0x45, 0x4c, 0x46, 0, 0, 0xff, 0xfe, 0, 1, 2, 3]),
        ["cut"] = ("cut-off", Text(Statement("1.00")[..400])),
        ["a payment"] = (
            "wrong-namespace",
            Text("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\"><CstmrCdtTrfInitn/></Document>")
        ),
        ["a web page"] = ("wrong-namespace", Text("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>")),
        ["an entity bomb"] = (
            "dtd-forbidden",
            Text($"<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Document xmlns=\"{Camt}\">&b;</Document>")
        ),
        ["an external entity"] = (
            "dtd-forbidden",
            Text($"<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Document xmlns=\"{Camt}\">&x;</Document>")
        ),
        ["illegible money"] = ("illegible", Text(Statement("1O.00"))),
    };

    /// <summary>A statement that opens with 100.00 EUR, has one entry of 1.00, and closes as told.</summary>
    public static string Statement(string closing) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="{Camt}"><BkToCstmrStmt>
            <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-01-02T08:00:00Z</CreDtTm></GrpHdr>
            <Stmt><Id>S1</Id><CreDtTm>2026-01-02T08:00:00Z</CreDtTm>
            <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
            <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal>
            <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal>
            <Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-01</Dt></BookgDt><BkTxCd><Prtry><Cd>X</Cd></Prtry></BkTxCd></Ntry>
            </Stmt></BkToCstmrStmt></Document>
            """;

    public static TheoryData<string> Names => [.. All.Keys];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
