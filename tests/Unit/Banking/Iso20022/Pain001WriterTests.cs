using System.Globalization;
using System.Text;
using System.Xml.Linq;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Banking.Payments.Iso20022;

namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

public class Pain001WriterTests
{
    private static readonly XNamespace Ns = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
    private readonly Iso20022PaymentMessages _messages = new();

    [Fact]
    public void An_order_becomes_a_message_with_counts_and_sums_on_both_levels()
    {
        var bytes = _messages.Write(Orders.Simple);

        Assert.StartsWith(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
            Encoding.UTF8.GetString(bytes),
            StringComparison.Ordinal
        );
        Assert.Empty(_messages.Validate(bytes));
        var message = XDocument.Load(new MemoryStream(bytes)).Root!.Element(Ns + "CstmrCdtTrfInitn")!;
        var (header, payment) = (message.Element(Ns + "GrpHdr")!, message.Element(Ns + "PmtInf")!);
        Assert.Equal("2026-03-01T09:00:00.000Z", header.Element(Ns + "CreDtTm")!.Value);
        foreach (var level in new[] { header, payment })
            Assert.Equal(
                ("3", "1000000100.10"),
                (level.Element(Ns + "NbOfTxs")!.Value, level.Element(Ns + "CtrlSum")!.Value)
            );
        Assert.Equal(
            ("TRF", "true", "SLEV"),
            (Value(payment, "PmtMtd"), Value(payment, "BtchBookg"), Value(payment, "ChrgBr"))
        );
        Assert.Equal("SEPA", Value(payment, "SvcLvl"));
        Assert.Equal("2026-03-02", Value(payment, "ReqdExctnDt"));
        Assert.Equal("FR1420041010050500013M02606", Value(payment.Elements(Ns + "CdtTrfTxInf").First(), "CdtrAcct"));
        Assert.Equal("SCORRF18539007547034", Value(payment.Elements(Ns + "CdtTrfTxInf").ElementAt(1), "Strd"));

        static string Value(XElement parent, string name) => parent.Descendants(Ns + name).First().Value;
    }

    [Fact]
    public void A_debtor_without_bic_names_no_bank()
    {
        var order = Orders.Simple;
        var bytes = _messages.Write(order with { Debtor = order.Debtor with { Bic = null } });
        Assert.Equal("NOTPROVIDED", XDocument.Load(new MemoryStream(bytes)).Descendants(Ns + "DbtrAgt").Single().Value);
    }

    [Theory]
    [InlineData("Müller & Söhne Straße", "Muller + Sohne Strase")]
    [InlineData("Café “Ça va” €5", "Cafe 'Ca va' E5")]
    [InlineData("Łódź Øre Æble Þór", "Lodz Ore Able Tor")]
    [InlineData("Αθήνα", "Athina")]
    [InlineData("Фирма", "Firma")]
    [InlineData("A\tB\r\nC", "A B  C")]
    [InlineData("日本 \ud83d\ude00", ".. .")]
    public void Letters_outside_the_sepa_set_get_a_stand_in(string name, string written)
    {
        var order = Orders.Simple with { InitiatorName = name };
        Assert.Equal(
            written,
            XDocument.Load(new MemoryStream(_messages.Write(order))).Descendants(Ns + "InitgPty").Single().Value
        );
    }

    [Fact]
    public void A_long_name_is_cut_at_seventy()
    {
        var order = Orders.Simple with { InitiatorName = new string('ä', 100) };
        Assert.Equal(
            new string('a', 70),
            XDocument.Load(new MemoryStream(_messages.Write(order))).Descendants(Ns + "InitgPty").Single().Value
        );
    }

    public static TheoryData<string, Func<CreditTransferOrder, CreditTransferOrder>> Unsayable =>
        new()
        {
            { "MessageId", order => order with { MessageId = new string('x', 36) } },
            { "MessageId", order => order with { MessageId = "" } },
            { "MessageId", order => order with { MessageId = "Rück" } },
            { "MessageId", order => order with { MessageId = "a//b" } },
            { "InitiatorName", order => order with { InitiatorName = " " } },
            { "Debtor.Iban", order => order with { Debtor = order.Debtor with { Iban = "DE88370400440532013000" } } },
            { "Debtor.Bic", order => order with { Debtor = order.Debtor with { Bic = "SHORT" } } },
            { "Transfers", order => order with { Transfers = [] } },
            { "Transfers[0].EndToEndId", order => First(order, one => one with { EndToEndId = "/x" }) },
            { "Transfers[0].Amount", order => First(order, one => one with { Amount = 0 }) },
            { "Transfers[0].Amount", order => First(order, one => one with { Amount = -1 }) },
            { "Transfers[0].Amount", order => First(order, one => one with { Amount = 1.001m }) },
            { "Transfers[0].Amount", order => First(order, one => one with { Amount = 1_000_000_000m }) },
            { "Transfers[0].Amount", order => First(order, one => one with { Amount = 1.5m, Currency = "JPY" }) },
            { "Transfers[0].Currency", order => First(order, one => one with { Currency = "eur" }) },
            {
                "Transfers[0].Creditor.Iban",
                order => First(order, one => one with { Creditor = one.Creditor with { Iban = "" } })
            },
            {
                "Transfers[0].RemittanceInformation",
                order => First(order, one => one with { RemittanceInformation = new string('x', 141) })
            },
            {
                "Transfers[0].CreditorReference",
                order => First(order, one => one with { RemittanceInformation = null, CreditorReference = "RF00123" })
            },
            {
                "Transfers[0].CreditorReference",
                order => First(order, one => one with { CreditorReference = "RF18539007547034" })
            },
        };

    [Theory]
    [MemberData(nameof(Unsayable), DisableDiscoveryEnumeration = true)]
    public void What_the_standard_cannot_say_is_refused_by_name(
        string field,
        Func<CreditTransferOrder, CreditTransferOrder> spoil
    )
    {
        var exception = Assert.Throws<ArgumentException>(() => _messages.Write(spoil(Orders.Simple)));
        Assert.StartsWith(field + ": ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_culture_of_the_machine_makes_no_difference()
    {
        var before = CultureInfo.CurrentCulture;
        var expected = _messages.Write(Orders.Simple);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Assert.Equal(expected, _messages.Write(Orders.Simple));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CreditTransferOrder First(CreditTransferOrder order, Func<CreditTransfer, CreditTransfer> spoil) =>
        order with
        {
            Transfers = [spoil(order.Transfers[0]), .. order.Transfers.Skip(1)],
        };
}
