using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.SapS4Hana;
using IntegrationFunctions.Connectors.SapS4Hana.OData;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Tests.Unit.Connectors.SapS4Hana;

public sealed class MappingTests
{
    [Fact]
    public async Task A_business_partner_becomes_canonical()
    {
        var (raw, etag) = ODataText.Clean(SapRecords.Partner());
        var record = SapObject.Find("businessPartners")!.Record(raw, etag);
        var mapped = await Map("business-partners", record);
        var partner = mapped.Canonical.Deserialize(ModelJson.Default.BusinessPartner)!;

        Assert.Empty(mapped.Faults);
        Assert.Equal(("1000012", "1000012"), (record.Key, partner.Id));
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
        var thrown = Assert.Throws<FormatException>(() => SapObject.Find("businessPartners")!.Record(raw, null));
        Assert.Contains("to_BusinessPartnerBank", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"IBAN":""}""", "[]")]
    [InlineData("""{"IBAN":"","SWIFTCode":"COBADEFFXXX","BankAccountHolderName":"Nobody"}""", "[]")]
    [InlineData("""{"IBAN":"DE89 3704 0044 0532 0130 00"}""", """[{"iban":"DE89370400440532013000"}]""")]
    public async Task Accounts_without_an_IBAN_are_left_out(string bank, string expected)
    {
        var (raw, _) = ODataText.Clean(SapRecords.Partner());
        raw["to_BusinessPartnerBank"] = new JsonArray(JsonNode.Parse(bank));
        var mapped = await Map("business-partners", SapObject.Find("businessPartners")!.Record(raw, null));
        Assert.Equal(expected, mapped.Canonical["bankAccounts"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"BusinessPartnerFullName":"","OrganizationBPName1":"First"}""", "name", "\"First\"")]
    [InlineData("""{"BusinessPartnerFullName":"","OrganizationBPName1":""}""", "name", "\"1000012\"")]
    [InlineData("""{"BusinessPartnerIsBlocked":"X"}""", "blocked", "true")]
    [InlineData("""{"BusinessPartnerIsBlocked":true}""", "blocked", "true")]
    [InlineData("""{"BusinessPartnerIsBlocked":""}""", "blocked", "false")]
    [InlineData("""{"BusinessPartnerIsBlocked":null}""", "blocked", "false")]
    [InlineData("""{"LastChangeDate":null}""", "changedOn", null)]
    public async Task What_SAP_leaves_empty_has_its_meaning(string fields, string field, string? expected)
    {
        var (raw, _) = ODataText.Clean(SapRecords.Partner());
        foreach (var (name, value) in SapRecords.Parse(fields))
        {
            raw[name] = value?.DeepClone();
        }
        var mapped = await Map("business-partners", SapObject.Find("businessPartners")!.Record(raw, null));
        Assert.Equal(expected, mapped.Canonical[field]?.ToJsonString());
    }

    [Theory]
    [InlineData("K", "-1190.00", InvoiceKind.Payable, "1190.00", "1000012")]
    [InlineData("D", "1190.00", InvoiceKind.Receivable, "1190.00", "1000001")]
    [InlineData("K", "50.10", InvoiceKind.Payable, "-50.10", "1000012")]
    [InlineData("D", "-50.10", InvoiceKind.Receivable, "-50.10", "1000001")]
    [InlineData("D", "12345678901234567890.335", InvoiceKind.Receivable, "12345678901234567890.335", "1000001")]
    public async Task What_is_owed_is_positive_and_credit_memos_are_negative(
        string type,
        string amount,
        InvoiceKind kind,
        string expected,
        string partner
    )
    {
        var (raw, _) = ODataText.Clean(SapRecords.OpenItem(type, amount));
        var record = SapObject.Find("invoices")!.Record(raw, null);
        var mapped = await Map("invoices", record);
        var invoice = mapped.Canonical.Deserialize(ModelJson.Default.Invoice)!;

        Assert.Empty(mapped.Faults);
        Assert.Equal(("1010-2026-1900000001-1", "1010-2026-1900000001-1"), (record.Key, invoice.Id));
        Assert.Equal(kind, invoice.Kind);
        Assert.Equal(expected, (string?)mapped.Canonical["amount"]);
        Assert.Equal(invoice.Amount, record.Money!.Amount);
        Assert.Equal("EUR", record.Money.Currency);
        Assert.Equal(partner, invoice.PartnerId);
        Assert.Equal("RE-2026-77", invoice.Number);
        Assert.Null(invoice.PaymentReference);
        Assert.Equal(new DateOnly(2026, 11, 2), invoice.IssuedOn);
        Assert.Equal(new DateOnly(2026, 12, 2), invoice.DueOn);
    }

    [Fact]
    public async Task Without_a_due_date_an_invoice_is_due_on_its_date()
    {
        var (raw, _) = ODataText.Clean(SapRecords.OpenItem());
        raw["NetDueDate"] = null;
        var mapped = await Map("invoices", SapObject.Find("invoices")!.Record(raw, null));
        Assert.Equal("2026-11-02", (string?)mapped.Canonical["dueOn"]);
    }

    [Theory]
    [InlineData("FinancialAccountType", "S", "/kind")]
    [InlineData("AmountInTransactionCurrency", "1,190.00", "/amount")]
    [InlineData("AmountInTransactionCurrency", "", "/amount")]
    [InlineData("NetDueDate", "soon", "/dueOn")]
    [InlineData("TransactionCurrency", "", "/currency")]
    public async Task A_malformed_field_is_named_and_the_record_withheld(string field, string value, string at)
    {
        var (raw, _) = ODataText.Clean(SapRecords.OpenItem());
        raw[field] = value;
        var mapped = await Map("invoices", SapObject.Find("invoices")!.Record(raw, null));
        Assert.Equal(Withheld.Faulty, mapped.Withheld);
        Assert.Contains(mapped.Faults, fault => fault.Field == at);
    }

    [Fact]
    public void A_key_that_is_not_there_is_named()
    {
        var (raw, _) = ODataText.Clean(SapRecords.OpenItem());
        raw["FiscalYear"] = "";
        var thrown = Assert.Throws<FormatException>(() => SapObject.Find("invoices")!.Record(raw, null));
        Assert.Contains("FiscalYear", thrown.Message, StringComparison.Ordinal);
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

    private static async Task<MappedRecord> Map(string name, SourceRecord record)
    {
        var (mapping, errors) = CompiledMapping.Compile(ConnectorMapping.Load($"sap-s4hana/{name}"));
        Assert.Empty(errors);
        return await RecordMapper.By(mapping!, 0, "own").Map(record.Key, record.Raw);
    }
}
