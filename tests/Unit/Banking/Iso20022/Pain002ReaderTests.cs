using System.Text;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Banking.Payments.Iso20022;

namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

public class Pain002ReaderTests
{
    private static PaymentStatusReport Read(string body, string version = "10", string container = "CstmrPmtStsRpt") =>
        new Iso20022PaymentMessages().ReadStatus(
            Encoding.UTF8.GetBytes(
                $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}\"><{container}><GrpHdr><MsgId>R</MsgId></GrpHdr>{body}</{container}></Document>"
            )
        );

    private const string Rejected = """
        <OrgnlGrpInfAndSts><OrgnlMsgId>MSG-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>PART</GrpSts>
          <StsRsnInf><Orgtr><Nm>Bank</Nm></Orgtr><Rsn><Cd>NARR</Cd></Rsn><AddtlInf>See</AddtlInf><AddtlInf>below</AddtlInf></StsRsnInf></OrgnlGrpInfAndSts>
        <OrgnlPmtInfAndSts><OrgnlPmtInfId>PMT-1</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts><StsRsnInf><Rsn><Prtry>X1</Prtry></Rsn></StsRsnInf>
          <TxInfAndSts><OrgnlInstrId>I-1</OrgnlInstrId><OrgnlEndToEndId>E2E-1</OrgnlEndToEndId><TxSts>RJCT</TxSts>
            <StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account closed</AddtlInf></StsRsnInf>
            <OrgnlTxRef><Amt><InstdAmt Ccy="EUR">1</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>
          <TxInfAndSts><OrgnlEndToEndId>E2E-2</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>
        </OrgnlPmtInfAndSts>
        """;

    [Theory]
    [InlineData("03")]
    [InlineData("10")]
    [InlineData("14")]
    public void Group_payment_and_transactions_are_read(string version)
    {
        var report = Read(Rejected, version);

        Assert.Equal(("MSG-1", "PART"), (report.OriginalMessageId, report.GroupStatus));
        Assert.Equal(["NARR", "See", "below"], report.Reasons);
        var payment = Assert.Single(report.Payments);
        Assert.Equal(("PMT-1", "PART"), (payment.PaymentInformationId, payment.Status));
        Assert.Equal(["X1"], payment.Reasons);
        Assert.Equal(
            [("E2E-1", "RJCT"), ("E2E-2", "ACSC")],
            report.Transactions.Select(one => (one.EndToEndId, one.Status))
        );
        Assert.Equal(["AC04", "Account closed"], report.Transactions[0].Reasons);
        Assert.Empty(report.Transactions[1].Reasons);
    }

    [Fact]
    public void Version_02_has_its_transactions_beside_the_group()
    {
        var report = Read(
            "<OrgnlGrpInfAndSts><OrgnlMsgId>MSG-1</OrgnlMsgId><GrpSts>RJCT</GrpSts></OrgnlGrpInfAndSts>"
                + "<TxInfAndSts><OrgnlEndToEndId>E2E-1</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><StsRsn><Cd>AM04</Cd></StsRsn><AddtlStsRsnInf>Funds</AddtlStsRsnInf></StsRsnInf></TxInfAndSts>",
            "02",
            "pain.002.001.02"
        );
        Assert.Equal("RJCT", report.GroupStatus);
        Assert.Equal(["AM04", "Funds"], Assert.Single(report.Transactions).Reasons);
    }

    [Fact]
    public void A_transaction_without_status_has_that_of_its_payment()
    {
        var report = Read(
            Rejected
                .Replace("<TxSts>ACSC</TxSts>", "", StringComparison.Ordinal)
                .Replace("<PmtInfSts>PART", "<PmtInfSts>ACSP", StringComparison.Ordinal)
        );
        Assert.Equal("ACSP", report.Transactions[1].Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no xml")]
    [InlineData("<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts>")]
    [InlineData("<Document><CstmrCdtTrfInitn/></Document>")]
    [InlineData("<Document><CstmrPmtStsRpt/></Document>")]
    [InlineData("<!DOCTYPE a><Document/>")]
    public void What_is_no_status_report_is_refused(string content)
    {
        var exception = Assert.Throws<FormatException>(() =>
            new Iso20022PaymentMessages().ReadStatus(Encoding.UTF8.GetBytes(content))
        );
        Assert.NotEmpty(exception.Message);
    }

    [Fact]
    public void Public_samples_are_read()
    {
        var files = Iso20022Data.MessagesOf("pain.002.").ToArray();
        Assert.NotEmpty(files);
        foreach (var (_, path) in files)
            Assert.Equal(
                "OrgnlMsgId",
                new Iso20022PaymentMessages().ReadStatus(File.ReadAllBytes(path)).OriginalMessageId
            );
    }
}
