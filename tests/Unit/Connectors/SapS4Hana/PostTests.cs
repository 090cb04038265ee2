using System.Xml.Linq;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Platform.Results;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Tests.Unit.Connectors.SapS4Hana;

public sealed class PostTests
{
    private static readonly DocumentPosting Posting = new(
        "PAY0000000000001",
        "1010",
        new DateOnly(2026, 11, 22),
        "11001000",
        "EUR",
        [
            new("1010-2026-1900000001-1", "1000012", 100.10m, "RE 1"),
            new("1010-2026-1900000002-1", "1000017", 50m, "RE <2>"),
        ]
    );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_entry_balances_and_names_the_invoices_it_pays()
    {
        XDocument? sent = null;
        await using var sap = await Sap(
            "",
            async context =>
            {
                sent = await XDocument.LoadAsync(context.Request.Body, LoadOptions.None, context.RequestAborted);
                await context.Response.WriteAsync(Confirmation("1500000007"));
            }
        );

        var posted = (await sap.Connector.Post(sap.Context, Posting, Ct)).Value;

        Assert.Equal(new PostedDocument("1010-2026-1500000007", false), posted);
        var entry = sent!.Descendants("JournalEntry").Single();
        Assert.Equal("PAY0000000000001", entry.Element("DocumentReferenceID")!.Value);
        Assert.Equal("2026-11-22", entry.Element("PostingDate")!.Value);
        Assert.Equal(
            ["-150.10", "100.10", "50"],
            entry.Descendants("AmountInTransactionCurrency").Select(amount => amount.Value)
        );
        Assert.All(
            entry.Descendants("AmountInTransactionCurrency"),
            amount => Assert.Equal("EUR", amount.Attribute("currencyCode")!.Value)
        );
        var creditor = entry.Elements("CreditorItem").Last();
        Assert.Equal(
            ["3", "1000017", "50", "S", "RE <2>", "1900000002", "2026", "1"],
            creditor.Elements().Select(element => element.Value)
        );
    }

    [Fact]
    public async Task An_entry_that_is_there_already_is_not_posted_again()
    {
        await using var sap = await Sap(
            Item("S", "100.10") + "," + Item("S", "50.00") + "," + Item("H", "-150.10"),
            _ => throw new InvalidOperationException("posted")
        );
        var posted = (await sap.Connector.Post(sap.Context, Posting, Ct)).Value;
        Assert.Equal(new PostedDocument("1010-2026-1500000007", true), posted);
    }

    [Fact]
    public async Task An_entry_of_another_amount_is_not_taken_for_this_one()
    {
        await using var sap = await Sap(Item("S", "99.00"), _ => throw new InvalidOperationException("posted"));
        var error = (await sap.Connector.Post(sap.Context, Posting, Ct)).Error!;
        Assert.Equal((ErrorKind.Permanent, "sap-reference-taken"), (error.Kind, error.Code));
    }

    [Theory]
    [InlineData("201(F5)", "Posting period 01 2020 is not open", ErrorKind.Validation, "sap-closed-period")]
    [InlineData("", "Period 001/2020 is closed for account type K", ErrorKind.Validation, "sap-closed-period")]
    [InlineData("", "Company code 9999 does not exist", ErrorKind.Configuration, "sap-company-code-unknown")]
    [InlineData(
        "302(F5)",
        "Account 4711 is not defined in company code 1010",
        ErrorKind.Validation,
        "sap-supplier-unknown"
    )]
    [InlineData("", "Item 1900000001 has already been cleared", ErrorKind.Permanent, "sap-item-cleared")]
    [InlineData("", "Something else", ErrorKind.Permanent, "sap-posting-refused")]
    public async Task The_log_decides_the_kind_of_a_refusal(string type, string note, ErrorKind kind, string code)
    {
        await using var sap = await Sap(
            "",
            context => context.Response.WriteAsync(Confirmation("0000000000", type, note))
        );
        var error = (await sap.Connector.Post(sap.Context, Posting, Ct)).Error!;
        Assert.Equal((kind, code), (error.Kind, error.Code));
        Assert.Contains(note, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "<html/>", ErrorKind.UnknownOutcome, "outcome-unknown")]
    [InlineData(202, "", ErrorKind.UnknownOutcome, "outcome-unknown")]
    [InlineData(502, "bad gateway", ErrorKind.UnknownOutcome, "outcome-unknown")]
    [InlineData(401, "", ErrorKind.SignInExpired, "sap-sign-in-refused")]
    [InlineData(404, "", ErrorKind.Configuration, "sap-service-missing")]
    [InlineData(
        500,
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><e:Fault><faultstring>Web service processing error</faultstring></e:Fault></e:Body></e:Envelope>",
        ErrorKind.Permanent,
        "sap-soap-fault"
    )]
    public async Task An_answer_without_confirmation_never_passes_for_one(
        int status,
        string body,
        ErrorKind kind,
        string code
    )
    {
        await using var sap = await Sap(
            "",
            context =>
            {
                context.Response.StatusCode = status;
                return context.Response.WriteAsync(body);
            }
        );
        var error = (await sap.Connector.Post(sap.Context, Posting, Ct)).Error!;
        Assert.Equal((kind, code), (error.Kind, error.Code));
    }

    [Fact]
    public async Task After_an_unknown_outcome_the_next_attempt_finds_the_entry()
    {
        var made = false;
        await using var sap = await FakeSap.Start(async context =>
        {
            if (context.Request.Method == "GET")
            {
                var items = made ? Item("S", "150.10") : "";
                await context.Response.WriteAsync($$$"""{"d":{"results":[{{{items}}}]}}""");
                return;
            }
            Assert.False(made);
            await context.Request.Body.CopyToAsync(Stream.Null);
            made = true;
            context.Abort();
        });

        var first = (await sap.Connector.Post(sap.Context, Posting, Ct)).Error!;
        var second = (await sap.Connector.Post(sap.Context, Posting, Ct)).Value;

        Assert.Equal(ErrorKind.UnknownOutcome, first.Kind);
        Assert.Equal(new PostedDocument("1010-2026-1500000007", true), second);
    }

    public static TheoryData<string, string> WrongPostings =>
        new()
        {
            { "reference", "/reference" },
            { "company", "/companyCode" },
            { "currency", "/currency" },
            { "lines", "/lines" },
            { "amount", "/lines/0/amount" },
            { "item", "/lines/0/openItemKey" },
            { "text", "/lines/0/text" },
        };

    [Theory]
    [MemberData(nameof(WrongPostings))]
    public async Task A_wrong_posting_is_refused_before_SAP_is_asked(string what, string pointer)
    {
        await using var sap = await FakeSap.Start(_ => throw new InvalidOperationException("asked"));
        var line = Posting.Lines[0];
        var posting = what switch
        {
            "reference" => Posting with { Reference = "PAY00000000000012" },
            "company" => Posting with { CompanyCode = "2020" },
            "currency" => Posting with { Currency = "Euro" },
            "lines" => Posting with { Lines = [] },
            "amount" => Posting with { Lines = [line with { Amount = 0 }] },
            "item" => Posting with { Lines = [line with { OpenItemKey = "2020-2026-1900000001-1" }] },
            _ => Posting with { Lines = [line with { Text = new string('x', 51) }] },
        };
        var error = (await sap.Connector.Post(sap.Context, posting, Ct)).Error!;
        Assert.Equal((ErrorKind.Validation, pointer), (error.Kind, error.Pointer));
    }

    private static Task<FakeSap> Sap(string items, RequestDelegate post) =>
        FakeSap.Start(context =>
            context.Request.Method == "GET"
                ? context.Response.WriteAsync($$$"""{"d":{"results":[{{{items}}}]}}""")
                : post(context)
        );

    private static string Item(string code, string amount) =>
        $$"""
            {"CompanyCode":"1010","FiscalYear":"2026","AccountingDocument":"1500000007","DebitCreditCode":"{{code}}","AmountInTransactionCurrency":"{{amount}}","TransactionCurrency":"EUR"}
            """;

    private static string Confirmation(string document, string type = "", string note = "") =>
        $"""
            <soap-env:Envelope xmlns:soap-env="http://schemas.xmlsoap.org/soap/envelope/"><soap-env:Body>
            <n0:JournalEntryBulkCreateConfirmation xmlns:n0="http://sap.com/xi/SAPSCORE/SFIN">
              <MessageHeader><ID>1</ID></MessageHeader>
              <JournalEntryCreateConfirmation>
                <MessageHeader><ID>1</ID></MessageHeader>
                <JournalEntryCreateConfirmation>
                  <AccountingDocument>{document}</AccountingDocument><CompanyCode>1010</CompanyCode><FiscalYear>2026</FiscalYear>
                </JournalEntryCreateConfirmation>
                <Log><MaximumLogItemSeverityCode>3</MaximumLogItemSeverityCode>
                  <Item><TypeID>605(RW)</TypeID><SeverityCode>1</SeverityCode><Note>Document is checked</Note></Item>
                  <Item><TypeID>{type}</TypeID><SeverityCode>3</SeverityCode><Note>{note}</Note></Item>
                </Log>
              </JournalEntryCreateConfirmation>
            </n0:JournalEntryBulkCreateConfirmation></soap-env:Body></soap-env:Envelope>
            """;
}
