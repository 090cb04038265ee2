using System.Text;
using IntegrationFunctions.Banking.Payments.Iso20022;

namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

public class Pain001ValidatorTests
{
    private const string Payment = "Document/CstmrCdtTrfInitn/PmtInf[1]";
    private readonly Iso20022PaymentMessages _messages = new();

    private string Message => Encoding.UTF8.GetString(_messages.Write(Orders.Simple));

    [Theory]
    [InlineData(
        "<NbOfTxs>3</NbOfTxs>",
        "<NbOfTxs>4</NbOfTxs>",
        "transaction-count",
        "Document/CstmrCdtTrfInitn/GrpHdr/NbOfTxs"
    )]
    [InlineData(
        "1000000100.10</CtrlSum>",
        "1000000100.11</CtrlSum>",
        "control-sum",
        "Document/CstmrCdtTrfInitn/GrpHdr/CtrlSum"
    )]
    [InlineData("E2E-2", "E2E-1", "duplicate-end-to-end-id", Payment + "/CdtTrfTxInf[2]/PmtId/EndToEndId")]
    [InlineData("DE89370400440532013000", "DE88370400440532013000", "iban-check", Payment + "/DbtrAcct/Id/IBAN")]
    [InlineData("DE89370400440532013000", "de89370400440532013000", "pattern", Payment + "/DbtrAcct/Id/IBAN")]
    [InlineData("COBADEFFXXX", "COBADEFFXX", "pattern", Payment + "/DbtrAgt/FinInstnId/BICFI")]
    [InlineData("Payee Two", "Päyee", "character-set", Payment + "/CdtTrfTxInf[2]/Cdtr/Nm")]
    [InlineData(
        "RF18539007547034",
        "RF19539007547034",
        "reference-check",
        Payment + "/CdtTrfTxInf[2]/RmtInf/Strd[1]/CdtrRefInf/Ref"
    )]
    [InlineData("TRF", "TRX", "code-list", Payment + "/PmtMtd")]
    [InlineData("2026-03-02", "2026-02-30", "date", Payment + "/ReqdExctnDt/Dt")]
    [InlineData("T09:00:00.000Z", "", "date-time", "Document/CstmrCdtTrfInitn/GrpHdr/CreDtTm")]
    [InlineData("<BtchBookg>true", "<BtchBookg>yes", "boolean", Payment + "/BtchBookg")]
    [InlineData("Ccy=\"EUR\">100.10", ">100.10", "missing-attribute", Payment + "/CdtTrfTxInf[1]/Amt/InstdAmt")]
    [InlineData("Ccy=\"EUR\">100.10", "Ccy=\"EURO\">100.10", "pattern", Payment + "/CdtTrfTxInf[1]/Amt/InstdAmt")]
    [InlineData("<ChrgBr>SLEV</ChrgBr>", "<ChrgBr>SLEV</ChrgBr><ChrgBr>SLEV</ChrgBr>", "too-many", Payment + "/ChrgBr")]
    [InlineData(
        "<ChrgBr>SLEV</ChrgBr>",
        "<ChrgBearer>SLEV</ChrgBearer>",
        "unexpected-element",
        Payment + "/ChrgBearer"
    )]
    [InlineData("<ChrgBr>SLEV</ChrgBr>", "<PmtMtd>TRF</PmtMtd>", "wrong-order", Payment + "/PmtMtd")]
    [InlineData("<ChrgBr>SLEV</ChrgBr>", "SLEV", "unexpected-text", Payment)]
    [InlineData("<PmtMtd>TRF</PmtMtd>", "", "missing-element", Payment)]
    [InlineData("<IBAN>DE89370400440532013000</IBAN>", "", "missing-element", Payment + "/DbtrAcct/Id")]
    [InlineData("<Nm>Payee One</Nm>", "<Nm></Nm>", "length", Payment + "/CdtTrfTxInf[1]/Cdtr/Nm")]
    [InlineData(
        "<Nm>Payee One</Nm>",
        "<Nm x=\"1\">Payee One</Nm>",
        "unexpected-attribute",
        Payment + "/CdtTrfTxInf[1]/Cdtr/Nm"
    )]
    [InlineData("</GrpHdr>", "</GrpHd>", "not-xml", "")]
    [InlineData("pain.001.001.09", "pain.001.001.03", "wrong-namespace", "Document")]
    [InlineData("?>", "?><!DOCTYPE Document>", "not-xml", "")]
    public void A_fault_is_found_at_its_place(string piece, string inItsPlace, string code, string path)
    {
        var at = Message.IndexOf(piece, StringComparison.Ordinal);
        Assert.True(at >= 0, $"The message has no {piece}.");
        var spoilt = Message[..at] + inItsPlace + Message[(at + piece.Length)..];

        var finding = Assert.Single(_messages.Validate(Encoding.UTF8.GetBytes(spoilt)));
        Assert.Equal((code, path), (finding.Code, finding.Path));
    }

    [Theory]
    [InlineData("100.1")]
    [InlineData("100.10000")]
    [InlineData("+100.10")]
    public void Other_ways_to_write_a_number_are_right(string amount) =>
        Assert.Empty(
            _messages.Validate(
                Encoding.UTF8.GetBytes(Message.Replace(">100.10<", $">{amount}<", StringComparison.Ordinal))
            )
        );

    [Theory]
    [InlineData("100.100000", "fraction-digits")]
    [InlineData("1234567890123456789", "total-digits")]
    [InlineData("-100.10", "range")]
    [InlineData("1e2", "decimal")]
    [InlineData("100,10", "decimal")]
    [InlineData("", "decimal")]
    [InlineData(".", "decimal")]
    public void Wrong_numbers_are_found(string amount, string code)
    {
        var findings = _messages.Validate(
            Encoding.UTF8.GetBytes(Message.Replace(">100.10<", $">{amount}<", StringComparison.Ordinal))
        );
        Assert.Equal(code, findings[0].Code);
    }

    [Fact]
    public void Nothing_at_all_is_found_to_be_no_message() =>
        Assert.Equal("not-xml", Assert.Single(_messages.Validate(Array.Empty<byte>())).Code);
}
