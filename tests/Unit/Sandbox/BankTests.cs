using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace IntegrationFunctions.Tests.Unit.Sandbox;

public sealed class BankTests(SandboxServer server) : IClassFixture<SandboxServer>
{
    private static readonly XNamespace Pain002 = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10";

    [Theory]
    [InlineData("pain.001.001.03")]
    [InlineData("pain.001.001.09")]
    public async Task A_payment_goes_through_its_statuses_as_time_passes(string version)
    {
        var world = await server.NewWorld();
        var (status, text) = await Pay(world, await Message(world, "MSG-1", version));
        Assert.Equal(202, status);
        Assert.Equal("RCVD", JsonDocument.Parse(text).RootElement.GetProperty("status").GetString());
        foreach (
            var (after, expected) in new[]
            {
                (0, "RCVD"),
                (200, "ACTC"),
                (300, "ACSP"),
                (500, "ACSC"),
                (86_400_000, "ACSC"),
            }
        )
        {
            server.Clock.Advance(TimeSpan.FromMilliseconds(after));
            var report = await Report(world, "MSG-1");
            Assert.Equal(expected, report.Descendants(Pain002 + "GrpSts").Single().Value);
            Assert.Equal([expected, expected], report.Descendants(Pain002 + "TxSts").Select(t => t.Value));
            Assert.Equal(["E1", "E2"], report.Descendants(Pain002 + "OrgnlEndToEndId").Select(t => t.Value));
            Assert.Equal(version, report.Descendants(Pain002 + "OrgnlMsgNmId").Single().Value);
        }
        var summary = await server.World(world);
        Assert.Equal("30.50", summary.GetProperty("totalPaid").GetString());
        Assert.Equal(1, summary.GetProperty("paymentMessages").GetInt32());
    }

    [Fact]
    public async Task The_same_message_again_is_not_executed_twice_and_another_with_its_id_is_a_conflict()
    {
        var world = await server.NewWorld();
        var message = await Message(world, "MSG/2");
        await Pay(world, message);
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        var (again, text) = await Pay(world, message);
        var (other, _) = await Pay(world, message.Replace("E1", "E9", StringComparison.Ordinal));
        Assert.Equal(200, again);
        Assert.Contains("ACSC", text, StringComparison.Ordinal);
        Assert.Equal(409, other);
        var summary = await server.World(world);
        Assert.Equal("30.50", summary.GetProperty("totalPaid").GetString());
        Assert.Equal(1, summary.GetProperty("paymentMessages").GetInt32());
        Assert.Equal(2, summary.GetProperty("duplicatePaymentMessagesRefused").GetInt32());
        Assert.Equal("MSG/2", (await Report(world, "MSG%2F2")).Descendants(Pain002 + "OrgnlMsgId").Single().Value);
    }

    [Fact]
    public async Task Many_copies_at_once_are_one_payment()
    {
        var world = await server.NewWorld();
        var message = await Message(world, "RACE");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Pay(world, message)));
        Assert.Equal(1, answers.Count(a => a.Status == 202));
        Assert.Equal(11, answers.Count(a => a.Status == 200));
        Assert.Equal("30.50", (await server.World(world)).GetProperty("totalPaid").GetString());
    }

    [Theory]
    [InlineData("<NbOfTxs>2<", "<NbOfTxs>3<", "AM18")]
    [InlineData("<CtrlSum>30.50<", "<CtrlSum>30.51<", "AM10")]
    [InlineData("DE02120300000000202051", "DE03120300000000202051", "AC01")]
    [InlineData("\"EUR\">10.50<", "\"EUR\">0<", "AM01")]
    [InlineData("\"EUR\">10.50<", "\"EUR\">-10.50<", "AM02")]
    [InlineData("\"EUR\">10.50<", "\"EUR\">10.505<", "AM02")]
    [InlineData("\"EUR\">10.50<", "\"USD\">10.50<", "AM03")]
    [InlineData("<DbtrAcct><Id><IBAN>", "<DbtrAcct><Id><IBAN>X", "AC02")]
    public async Task What_can_not_be_executed_is_accepted_and_rejected_with_a_reason(
        string right,
        string wrong,
        string code
    )
    {
        var world = await server.NewWorld();
        var message = await Message(world, "BAD");
        var changed = message.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(message, changed);
        var (status, text) = await Pay(world, changed);
        Assert.Equal(202, status);
        Assert.Contains("RJCT", text, StringComparison.Ordinal);
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        var report = await Report(world, "BAD");
        Assert.Equal("RJCT", report.Descendants(Pain002 + "GrpSts").Single().Value);
        Assert.Contains(code, report.Descendants(Pain002 + "Cd").Select(c => c.Value));
        Assert.Equal("0.00", (await server.World(world)).GetProperty("totalPaid").GetString());
    }

    [Theory]
    [InlineData("<Document", "<Dokument")]
    [InlineData("pain.001.001.09", "pain.001.001.11")]
    [InlineData("<MsgId>UNREAD</MsgId>", "")]
    [InlineData("<PmtInfId>P1</PmtInfId>", "")]
    [InlineData("</Document>", "")]
    [InlineData("<PmtMtd>TRF</PmtMtd>", "")]
    [InlineData("<PmtMtd>TRF</PmtMtd>", "<PmtMtd>CHK</PmtMtd>")]
    [InlineData("T09:00:00Z</CreDtTm>", "</CreDtTm>")]
    public async Task What_can_not_be_read_is_refused_at_the_door(string right, string wrong)
    {
        var world = await server.NewWorld();
        var message = (await Message(world, "UNREAD")).Replace(right, wrong, StringComparison.Ordinal);
        Assert.Equal(400, (await Pay(world, message)).Status);
        Assert.Equal(0, (await server.World(world)).GetProperty("paymentMessages").GetInt32());
    }

    [Fact]
    public async Task The_bank_wants_its_token_and_knows_only_what_it_received()
    {
        var world = await server.NewWorld();
        var (unsigned, _) = await server.Read(
            HttpMethod.Get,
            $"/sandbox/{world}/bank/accounts",
            r => r.Headers.Authorization = null
        );
        var (unknown, _) = await server.Read(HttpMethod.Get, $"/sandbox/{world}/bank/payments/NEVER/status");
        var (account, _) = await server.Read(
            HttpMethod.Get,
            $"/sandbox/{world}/bank/accounts/DE02120300000000202051/statement"
        );
        Assert.Equal((401, 404, 404), (unsigned, unknown, account));
    }

    [Fact]
    public async Task Status_reports_are_valid_by_the_official_schema()
    {
        var schemas = OfficialSchemas.Load("iso20022/pyiso20022/xsd/payments_initiation/pain.002/pain.002.001.10.xsd");
        var world = await server.NewWorld();
        await Pay(world, await Message(world, "GOOD"));
        await Pay(world, (await Message(world, "WRONG")).Replace("DE02", "DE03", StringComparison.Ordinal));
        await Pay(world, (await Message(world, "SUM")).Replace("<CtrlSum>30", "<CtrlSum>31", StringComparison.Ordinal));
        foreach (var id in new[] { "GOOD", "WRONG", "SUM" })
        {
            OfficialSchemas.AssertValid(await Report(world, id), schemas);
        }
    }

    internal static async Task<string> Iban(SandboxServer server, string world) =>
        (await server.World(world)).GetProperty("accounts")[0].GetProperty("iban").GetString()!;

    private async Task<string> Message(string world, string id, string version = "pain.001.001.09")
    {
        var iban = await Iban(server, world);
        return PaymentText(id, iban, version);
    }

    internal static string PaymentText(string id, string debtorIban, string version = "pain.001.001.09")
    {
        var (bic, date) = version.EndsWith("03", StringComparison.Ordinal)
            ? ("BIC", "<ReqdExctnDt>2026-03-02</ReqdExctnDt>")
            : ("BICFI", "<ReqdExctnDt><Dt>2026-03-02</Dt></ReqdExctnDt>");
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}"><CstmrCdtTrfInitn>
            <GrpHdr><MsgId>{id}</MsgId><CreDtTm>2026-03-02T09:00:00Z</CreDtTm><NbOfTxs>2</NbOfTxs><CtrlSum>30.50</CtrlSum><InitgPty><Nm>Demo company</Nm></InitgPty></GrpHdr>
            <PmtInf><PmtInfId>P1</PmtInfId><PmtMtd>TRF</PmtMtd>{date}<Dbtr><Nm>Demo company</Nm></Dbtr>
            <DbtrAcct><Id><IBAN>{debtorIban}</IBAN></Id></DbtrAcct><DbtrAgt><FinInstnId><{bic}>SBXADEFFXXX</{bic}></FinInstnId></DbtrAgt>
            <CdtTrfTxInf><PmtId><EndToEndId>E1</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">20.00</InstdAmt></Amt><Cdtr><Nm>One</Nm></Cdtr><CdtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></CdtrAcct></CdtTrfTxInf>
            <CdtTrfTxInf><PmtId><EndToEndId>E2</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">10.50</InstdAmt></Amt><Cdtr><Nm>Two</Nm></Cdtr><CdtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></CdtrAcct></CdtTrfTxInf>
            </PmtInf></CstmrCdtTrfInitn></Document>
            """;
    }

    private Task<(int Status, string Text)> Pay(string world, string message) =>
        server.Read(
            HttpMethod.Post,
            $"/sandbox/{world}/bank/payments",
            r => r.Content = new StringContent(message, Encoding.UTF8, "application/xml")
        );

    private async Task<XDocument> Report(string world, string id)
    {
        var (status, text) = await server.Read(HttpMethod.Get, $"/sandbox/{world}/bank/payments/{id}/status");
        Assert.True(status == 200, text);
        return XDocument.Parse(text);
    }
}
