using System.Text;
using IntegrationFunctions.Banking.Statements;
using IntegrationFunctions.Banking.Statements.Camt;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

/// <summary>Small statements to vary.</summary>
internal static class CamtFixture
{
    public const string Namespace = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";

    public const string Opening =
        "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal>";

    public const string Closing =
        "<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">112.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-02</Dt></Dt></Bal>";

    public const string Details = """
        <NtryDtls><TxDtls>
          <Refs><AcctSvcrRef>BANK-1</AcctSvcrRef><EndToEndId>E2E-1</EndToEndId><UETR>8a562c67-ca16-48ba-b074-65581be6f001</UETR><TxId>TX-1</TxId><MndtId>M-1</MndtId></Refs>
          <Amt Ccy="EUR">12.50</Amt><CdtDbtInd>CRDT</CdtDbtInd>
          <RltdPties>
            <Dbtr><Pty><Nm>Payer &amp; Sons</Nm><CtctDtls><Nm>Not this one</Nm></CtctDtls></Pty></Dbtr>
            <DbtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></DbtrAcct>
            <Cdtr><Pty><Nm>Holder</Nm></Pty></Cdtr>
            <CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct>
          </RltdPties>
          <RltdAgts><DbtrAgt><FinInstnId><BICFI>PSSTFRPPXXX</BICFI></FinInstnId></DbtrAgt></RltdAgts>
          <RmtInf><Ustrd>Invoice 1</Ustrd><Ustrd>and 2</Ustrd><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>
        </TxDtls></NtryDtls>
        """;

    public const string Entry =
        "<Ntry><NtryRef>N-1</NtryRef><Amt Ccy=\"EUR\">12.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        + "<BookgDt><Dt>2026-01-02</Dt></BookgDt><ValDt><Dt>2026-01-03</Dt></ValDt><AcctSvcrRef>S-1</AcctSvcrRef>"
        + "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
        + Details
        + "<AddtlNtryInf>Transfer</AddtlNtryInf></Ntry>";

    public const string Account =
        "<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy><Nm>Giro</Nm><Ownr><Nm>Holder</Nm></Ownr>"
        + "<Svcr><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></Svcr></Acct>";

    public static string Statement(string content) =>
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"{Namespace}\">\n<BkToCstmrStmt>\n"
        + "<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-01-03T06:00:00+01:00</CreDtTm></GrpHdr>\n"
        + $"<Stmt><Id>S-1</Id><ElctrncSeqNb>7</ElctrncSeqNb><CreDtTm>2026-01-03T06:00:00Z</CreDtTm>\n{content}\n</Stmt>\n</BkToCstmrStmt>\n</Document>";

    public static string Whole => Statement($"{Account}\n{Opening}\n{Closing}\n{Entry}");

    public static Result<StatementFile> Read(string xml) => Read(Encoding.UTF8.GetBytes(xml));

    public static Result<StatementFile> Read(byte[] bytes) => new CamtReader().Read(new MemoryStream(bytes));

    /// <summary>One entry with another piece in place of one of its own.</summary>
    public static StatementFile ReadEntry(string piece, string inItsPlace) =>
        Read(Statement(Account + Entry.Replace(piece, inItsPlace, StringComparison.Ordinal))).Value;
}
