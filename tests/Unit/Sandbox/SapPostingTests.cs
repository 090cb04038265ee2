using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace IntegrationFunctions.Tests.Unit.Sandbox;

public sealed class SapPostingTests(SandboxServer server) : IClassFixture<SandboxServer>
{
    internal sealed record Item(
        string Document,
        string Year,
        string Number,
        string Supplier,
        decimal Amount,
        string Currency
    );

    internal sealed record Outcome(string Document, string Year, string[] Notes, string Severity);

    [Fact]
    public async Task A_payment_is_posted_clears_its_invoice_and_can_be_read_back()
    {
        var world = await server.NewWorld();
        var item = (await Payables(server, world))[0];
        var outcome = Assert.Single(await Post(server, world, Entry(item, reference: "PAY-1")));
        Assert.Equal("1", outcome.Severity);
        Assert.NotEqual("0000000000", outcome.Document);
        var cleared = await server.Get(
            SandboxServer.OpenItems(
                world,
                $"(CompanyCode='1010',FiscalYear='{item.Year}',AccountingDocument='{item.Document}',AccountingDocumentItem='001')"
            )
        );
        Assert.Equal(outcome.Document, cleared.GetProperty("ClearingAccountingDocument").GetString());
        Assert.Equal("/Date(1772409600000)/", cleared.GetProperty("ClearingDate").GetString());
        var lines = await server.GetAll(SandboxServer.Journal(world, "?$filter=DocumentReferenceID eq 'PAY-1'"));
        Assert.Equal(2, lines.Count);
        Assert.All(lines, l => Assert.Equal(outcome.Document, l.GetProperty("AccountingDocument").GetString()));
        Assert.Equal(0, lines.Sum(Amount));
        Assert.Equal(item.Supplier, lines.Single(l => Amount(l) > 0).GetProperty("Supplier").GetString());
        Assert.Equal(item.Document, lines.Single(l => Amount(l) > 0).GetProperty("InvoiceReference").GetString());
        var summary = await server.World(world);
        Assert.Equal(1, summary.GetProperty("openItemsCleared").GetInt32());
        Assert.Equal(1, summary.GetProperty("journalEntries").GetInt32());
    }

    [Fact]
    public async Task The_same_reference_is_posted_twice_when_it_is_sent_twice()
    {
        var world = await server.NewWorld();
        var entry = Entry(null, reference: "TWICE");
        var first = Assert.Single(await Post(server, world, entry));
        var second = Assert.Single(await Post(server, world, entry));
        Assert.NotEqual(first.Document, second.Document);
        Assert.Equal(
            4,
            (await server.GetAll(SandboxServer.Journal(world, "?$filter=DocumentReferenceID eq 'TWICE'"))).Count
        );
    }

    [Fact]
    public async Task An_invoice_that_is_cleared_already_can_not_be_cleared_again()
    {
        var world = await server.NewWorld();
        var item = (await Payables(server, world))[1];
        var first = Assert.Single(await Post(server, world, Entry(item)));
        var second = Assert.Single(await Post(server, world, Entry(item)));
        Refused(second, first.Document);
    }

    [Fact]
    public async Task One_message_can_not_clear_an_invoice_twice_and_its_entries_stand_alone()
    {
        var world = await server.NewWorld();
        var item = (await Payables(server, world))[2];
        var outcomes = await Post(server, world, Entry(item), Entry(item), Entry(null));
        Assert.Equal(["1", "3", "1"], outcomes.Select(o => o.Severity));
        Refused(outcomes[1], "twice");
        Assert.Equal(2, (await server.World(world)).GetProperty("journalEntries").GetInt32());
    }

    public static TheoryData<string, string, string> Faults { get; } =
        new()
        {
            { ">1010<", ">4711<", "4711" },
            { "2026-03-02", "2023-03-02", "not open" },
            { "2026-03-02", "2028-03-02", "not open" },
            { "REF</DocumentReferenceID>", "12345678901234567</DocumentReferenceID>", "DocumentReferenceID has 17" },
            { "<Creditor>1000000<", "<Creditor>1000001<", "Supplier 1000001" },
            { "<Creditor>1000000<", "<Creditor>9999999<", "Supplier 9999999" },
            { ">-10.00<", ">-10.01<", "Balance" },
            { ">10.00<", ">10.001<", "two decimals" },
            { "<DebitCreditCode>S<", "<DebitCreditCode>H<", "debit (S)" },
            { "<AccountingDocumentType>KZ<", "<AccountingDocumentType><", "Document type" },
            { "currencyCode=\"EUR\">-10.00<", "currencyCode=\"USD\">-10.00<", "same currencyCode" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_entry_is_refused_in_the_log(string right, string wrong, string named)
    {
        var world = await server.NewWorld();
        var entry = Entry(null).Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Entry(null), entry);
        Refused(Assert.Single(await Post(server, world, entry)), named);
        Assert.Equal(0, (await server.World(world)).GetProperty("journalEntries").GetInt32());
    }

    [Theory]
    [InlineData("amount")]
    [InlineData("year")]
    [InlineData("item")]
    [InlineData("document")]
    [InlineData("supplier")]
    public async Task An_invoice_reference_must_fit_the_open_item(string wrong)
    {
        var world = await server.NewWorld();
        var item = (await Payables(server, world))[0];
        var changed = wrong switch
        {
            "amount" => item with { Amount = item.Amount - 0.01m },
            "year" => item with { Year = "2019" },
            "item" => item with { Number = "002" },
            "document" => item with { Document = "1799999999" },
            _ => item with { Supplier = item.Supplier == "1000000" ? "1000005" : "1000000" },
        };
        Refused(
            Assert.Single(await Post(server, world, Entry(changed))),
            wrong == "amount" ? "difference" : "Invoice reference"
        );
    }

    [Theory]
    [InlineData("<not xml")]
    [InlineData("<a/>")]
    [InlineData("<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body/></Envelope>")]
    [InlineData("<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><x xmlns=''/></Body></Envelope>")]
    [InlineData(
        "<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><JournalEntryBulkCreateRequest xmlns='http://sap.com/xi/SAPSCORE/SFIN'><JournalEntryCreateRequest/></JournalEntryBulkCreateRequest></Body></Envelope>"
    )]
    public async Task A_message_that_is_not_the_services_own_is_a_soap_fault(string body)
    {
        var world = await server.NewWorld();
        var (status, text) = await server.Read(HttpMethod.Post, Address(world), r => r.Content = Xml(body));
        Assert.Equal(500, status);
        Assert.NotEqual("", XDocument.Parse(text).Descendants("faultstring").Single().Value);
    }

    internal static async Task<List<Item>> Payables(SandboxServer server, string world) =>
        (
            await server.GetAll(
                SandboxServer.OpenItems(
                    world,
                    "?$filter=FinancialAccountType eq 'K' and ClearingAccountingDocument eq ''"
                )
            )
        )
            .Select(i => new Item(
                i.GetProperty("AccountingDocument").GetString()!,
                i.GetProperty("FiscalYear").GetString()!,
                i.GetProperty("AccountingDocumentItem").GetString()!,
                i.GetProperty("Supplier").GetString()!,
                -Amount(i),
                i.GetProperty("TransactionCurrency").GetString()!
            ))
            .ToList();

    internal static string Entry(Item? item, string reference = "REF")
    {
        var amount = (item?.Amount ?? 10m).ToString("0.00", CultureInfo.InvariantCulture);
        var clearing = item is null
            ? ""
            : $"<InvoiceReference>{item.Document}</InvoiceReference><InvoiceReferenceFiscalYear>{item.Year}</InvoiceReferenceFiscalYear><InvoiceItemReference>{item.Number}</InvoiceItemReference>";
        return $"""
            <JournalEntryCreateRequest>
              <MessageHeader><ID>SUB-{reference}</ID></MessageHeader>
              <JournalEntry>
                <OriginalReferenceDocumentType>BKPFF</OriginalReferenceDocumentType>
                <BusinessTransactionType>RFBU</BusinessTransactionType>
                <AccountingDocumentType>KZ</AccountingDocumentType>
                <DocumentReferenceID>{reference}</DocumentReferenceID>
                <CompanyCode>1010</CompanyCode>
                <DocumentDate>2026-03-01</DocumentDate>
                <PostingDate>2026-03-02</PostingDate>
                <CreditorItem>
                  <ReferenceDocumentItem>1</ReferenceDocumentItem>
                  <Creditor>{item?.Supplier ?? "1000000"}</Creditor>
                  <AmountInTransactionCurrency currencyCode="{item?.Currency
                ?? "EUR"}">{amount}</AmountInTransactionCurrency>
                  <DebitCreditCode>S</DebitCreditCode>{clearing}
                </CreditorItem>
                <Item>
                  <ReferenceDocumentItem>2</ReferenceDocumentItem>
                  <GLAccount>11001000</GLAccount>
                  <AmountInTransactionCurrency currencyCode="{item?.Currency
                ?? "EUR"}">-{amount}</AmountInTransactionCurrency>
                  <DebitCreditCode>H</DebitCreditCode>
                </Item>
              </JournalEntry>
            </JournalEntryCreateRequest>
            """;
    }

    internal static async Task<List<Outcome>> Post(SandboxServer server, string world, params string[] entries)
    {
        var body = $"""
            <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sfin="http://sap.com/xi/SAPSCORE/SFIN">
              <soapenv:Body>
                <sfin:JournalEntryBulkCreateRequest>
                  <MessageHeader><ID>MSG</ID></MessageHeader>
                  {string.Concat(entries)}
                </sfin:JournalEntryBulkCreateRequest>
              </soapenv:Body>
            </soapenv:Envelope>
            """;
        var (status, text) = await server.Read(HttpMethod.Post, Address(world), r => r.Content = Xml(body));
        Assert.True(status == 200, text);
        XNamespace sfin = "http://sap.com/xi/SAPSCORE/SFIN";
        return XDocument
            .Parse(text)
            .Descendants(sfin + "JournalEntryBulkCreateConfirmation")
            .Single()
            .Elements("JournalEntryCreateConfirmation")
            .Select(c => new Outcome(
                c.Element("JournalEntryCreateConfirmation")!.Element("AccountingDocument")!.Value,
                c.Element("JournalEntryCreateConfirmation")!.Element("FiscalYear")!.Value,
                c.Element("Log")!.Elements("Item").Select(i => i.Element("Note")!.Value).ToArray(),
                c.Element("Log")!.Element("MaximumLogItemSeverityCode")!.Value
            ))
            .ToList();
    }

    private static void Refused(Outcome outcome, string named)
    {
        Assert.Equal("0000000000", outcome.Document);
        Assert.Equal("3", outcome.Severity);
        Assert.Contains(outcome.Notes, n => n.Contains(named, StringComparison.Ordinal));
    }

    private static string Address(string world) =>
        $"/sandbox/{world}/sap/sap/bc/srt/scs_ext/sap/journalentrycreaterequestconfi";

    private static StringContent Xml(string body) => new(body, Encoding.UTF8, "text/xml");

    private static decimal Amount(JsonElement item) =>
        decimal.Parse(item.GetProperty("AmountInTransactionCurrency").GetString()!, CultureInfo.InvariantCulture);
}
