using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.SapS4Hana;
using IntegrationFunctions.Connectors.SapS4Hana.OData;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Tests.Unit.Connectors.SapS4Hana;

public sealed class MappingTests
{
    [Fact]
    public void A_business_partner_becomes_canonical()
    {
        var (raw, etag) = ODataText.Clean(SapRecords.Partner());
        var record = MapBusinessPartner.ToRecord(raw, etag);
        var partner = record.Canonical.Deserialize(ModelJson.Default.BusinessPartner)!;

        Assert.Equal("1000012", record.Key);
        Assert.Equal("Nordlicht Logistik GmbH 0042", partner.Name);
        Assert.True(partner.IsSupplier);
        Assert.False(partner.IsCustomer);
        Assert.Equal(new DateOnly(2017, 10, 4), partner.ChangedOn);
        Assert.Equal(
            [new PartnerBankAccount("DE89370400440532013000", "COBADEFFXXX", "Nordlicht Logistik GmbH 0042")],
            partner.BankAccounts
        );
        Assert.Null(record.Money);
    }

    [Fact]
    public void Bank_accounts_that_were_not_sent_are_not_taken_for_none()
    {
        var (raw, _) = ODataText.Clean(SapRecords.Partner());
        raw.Remove("to_BusinessPartnerBank");
        var thrown = Assert.Throws<FormatException>(() => MapBusinessPartner.ToRecord(raw, null));
        Assert.Contains("to_BusinessPartnerBank", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("K", "-1190.00", InvoiceKind.Payable, "1190.00", "1000012")]
    [InlineData("D", "1190.00", InvoiceKind.Receivable, "1190.00", "1000001")]
    [InlineData("K", "50.10", InvoiceKind.Payable, "-50.10", "1000012")]
    [InlineData("D", "-50.10", InvoiceKind.Receivable, "-50.10", "1000001")]
    [InlineData(
        "D",
        "79228162514264337593543950.335",
        InvoiceKind.Receivable,
        "79228162514264337593543950.335",
        "1000001"
    )]
    public void What_is_owed_is_positive_and_credit_memos_are_negative(
        string type,
        string amount,
        InvoiceKind kind,
        string expected,
        string partner
    )
    {
        var (raw, _) = ODataText.Clean(SapRecords.OpenItem(type, amount));
        var record = MapInvoice.ToRecord(raw, null);
        var invoice = record.Canonical.Deserialize(ModelJson.Default.Invoice)!;

        Assert.Equal("1010-2026-1900000001-1", record.Key);
        Assert.Equal(kind, invoice.Kind);
        Assert.Equal(expected, (string?)record.Canonical["amount"]);
        Assert.Equal(invoice.Amount, record.Money!.Amount);
        Assert.Equal("EUR", record.Money.Currency);
        Assert.Equal(partner, invoice.PartnerId);
        Assert.Equal("RE-2026-77", invoice.Number);
        Assert.Null(invoice.PaymentReference);
        Assert.Equal(new DateOnly(2026, 11, 2), invoice.IssuedOn);
        Assert.Equal(new DateOnly(2026, 12, 2), invoice.DueOn);
    }

    [Theory]
    [InlineData("FinancialAccountType", "S")]
    [InlineData("AmountInTransactionCurrency", "1,190.00")]
    [InlineData("AmountInTransactionCurrency", "")]
    [InlineData("NetDueDate", "soon")]
    [InlineData("TransactionCurrency", "")]
    public void A_malformed_field_is_named(string field, string value)
    {
        var (raw, _) = ODataText.Clean(SapRecords.OpenItem());
        raw[field] = value;
        var thrown = Assert.Throws<FormatException>(() => MapInvoice.ToRecord(raw, null));
        Assert.Contains(field, thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"Short"}""", """{"OrganizationBPName1":"Short"}""")]
    [InlineData(
        """{"language":"fr","blocked":true}""",
        """{"CorrespondenceLanguage":"FR","BusinessPartnerIsBlocked":true}"""
    )]
    [InlineData(
        """{"name":"Nordlicht Logistik und Handelsgesellschaft Hamburg mbH"}""",
        """{"OrganizationBPName1":"Nordlicht Logistik und","OrganizationBPName2":"Handelsgesellschaft Hamburg mbH"}"""
    )]
    [InlineData(
        """{"name":"1234567890123456789012345678901234567890 5"}""",
        """{"OrganizationBPName1":"1234567890123456789012345678901234567890","OrganizationBPName2":"5"}"""
    )]
    public void Canonical_fields_become_those_of_SAP(string fields, string expected)
    {
        var changes = UnmapBusinessPartner.ToSap(SapRecords.Parse(fields), SapRecords.Partner());
        Assert.Equal(expected, changes.Value.ToJsonString());
    }

    [Fact]
    public void A_second_name_that_is_no_longer_needed_is_emptied()
    {
        var now = SapRecords.Partner();
        now["OrganizationBPName2"] = "old rest";
        var changes = UnmapBusinessPartner.ToSap(new JsonObject { ["name"] = "Short" }, now);
        Assert.Equal("""{"OrganizationBPName1":"Short","OrganizationBPName2":""}""", changes.Value.ToJsonString());
    }

    [Theory]
    [InlineData("""{"nmae":"x"}""", "unknown-field", "/nmae")]
    [InlineData("""{"a/b~c":"x"}""", "unknown-field", "/a~1b~0c")]
    [InlineData("""{"name":" "}""", "field-invalid", "/name")]
    [InlineData("""{"name":7}""", "field-invalid", "/name")]
    [InlineData("""{"language":"german"}""", "field-invalid", "/language")]
    [InlineData("""{"blocked":"yes"}""", "field-invalid", "/blocked")]
    [InlineData("{}", "no-fields", null)]
    public void A_wrong_field_is_pointed_at(string fields, string code, string? pointer)
    {
        var error = UnmapBusinessPartner.ToSap(SapRecords.Parse(fields), SapRecords.Partner()).Error!;
        Assert.Equal((code, pointer), (error.Code, error.Pointer));
    }

    [Fact]
    public void The_name_of_a_person_is_not_written()
    {
        var now = SapRecords.Partner();
        now["BusinessPartnerCategory"] = "1";
        var error = UnmapBusinessPartner.ToSap(new JsonObject { ["name"] = "Short" }, now).Error!;
        Assert.Equal("sap-person-name", error.Code);
    }
}
