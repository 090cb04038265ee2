using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.SapS4Hana;
using IntegrationFunctions.Mapping.Models;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Acceptance;

/// <summary>The SAP connector against the virtual SAP, over HTTP.</summary>
public sealed class SapAcceptance(SandboxWorld sandbox)
    : ConnectorAcceptance,
        IClassFixture<SandboxWorld>,
        IAsyncLifetime
{
    private readonly TestHttp _http = new(sandbox.Address);
    private Uri _world = null!;

    protected override IEnumerable<(string, string)> BadSettings =>
        [
            ("baseUrl", "erp.example"),
            ("baseUrl", "ftp://erp.example/"),
            ("baseUrl", "https://erp.example/sap/opu/odata/"),
            ("user", "a:b"),
            ("companyCode", "10"),
            ("companyCode", "2020"),
            ("sapClient", "1000"),
        ];

    public async ValueTask InitializeAsync() => _world = await sandbox.Create(1300);

    protected override IConnector Connector() => new SapConnector(TimeProvider.System);

    protected override ConnectorContext Context() =>
        new(
            "ten_test",
            "int_test",
            new JsonObject
            {
                ["baseUrl"] = $"{_world}/sap",
                ["user"] = "SANDBOX",
                ["password"] = "sandbox",
                ["companyCode"] = "1010",
            },
            _http.Client(),
            "cor_test"
        );

    protected override JsonObject Change(string objectName) =>
        new()
        {
            ["name"] = "Renamed Handel GmbH",
            ["language"] = "FR",
            ["blocked"] = true,
        };

    protected override DocumentPosting Posting(ConnectorContext context, IReadOnlyList<SourceRecord> records) =>
        new(
            "PAYACCEPTANCE001",
            "1010",
            DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
            "11001000",
            "EUR",
            [
                .. records
                    .Where(record =>
                        (string?)record.Raw["FinancialAccountType"] == "K" && record.Money!.Currency == "EUR"
                    )
                    .Take(3)
                    .Select(record => new PostingLine(
                        record.Key,
                        (string)record.Raw["Supplier"]!,
                        record.Money!.Amount,
                        (string)record.Raw["DocumentReferenceID"]!
                    )),
            ]
        );

    [Fact]
    public async Task Records_of_the_world_are_mapped_whole()
    {
        var invoices = await ReadAll("invoices", 500);
        var (toInvoice, toPartner) = (Mapper("invoices"), Mapper("businessPartners"));
        var partners = new Dictionary<string, JsonObject>();
        foreach (var record in await ReadAll("businessPartners", 500))
        {
            var partner = await Canonical(toPartner, record);
            Assert.Single(partner["bankAccounts"]!.AsArray());
            partners.Add(record.Key, partner);
        }
        Assert.Equal(1300, invoices.Count + partners.Count);
        foreach (var record in invoices)
        {
            var invoice = await Canonical(toInvoice, record);
            Assert.True(record.Money!.Amount > 0);
            Assert.Equal(record.Money.Amount, invoice.Deserialize(ModelJson.Default.Invoice)!.Amount);
            var partner = partners[(string)invoice["partnerId"]!];
            Assert.Equal((string?)partner["name"], (string?)invoice["partnerName"]);
            var payable = (string?)invoice["kind"] == "payable";
            Assert.Equal(payable, (bool)partner["isSupplier"]!);
            Assert.Equal(payable, invoice["paymentReference"] is null);
        }
    }

    [Fact]
    public async Task Invoices_that_are_cleared_while_a_pass_runs_do_not_hide_others()
    {
        var before = await ReadAll("invoices", 500);
        var first = (await Connector().FetchNext(Context(), "invoices", null, 100, Ct)).Value;
        // All three are on the page that was read already.
        var posting = Posting(Context(), first.Records.ToList());
        Assert.Null((await Connector().Post(Context(), posting, Ct)).Error);

        var keys = first.Records.Select(record => record.Key).ToList();
        for (var page = first; page.HasMore; )
        {
            page = (await Connector().FetchNext(Context(), "invoices", page.State, 100, Ct)).Value;
            keys.AddRange(page.Records.Select(record => record.Key));
        }
        Assert.Equal(before.Select(record => record.Key), keys);
    }

    [Fact]
    public async Task A_name_that_SAP_takes_in_parts_is_refused_with_a_pointer_where_it_can_not()
    {
        var record = (await Connector().FetchNext(Context(), "businessPartners", null, 1, Ct)).Value.Records[0];
        var write = new RecordWrite(
            "businessPartners",
            record.Key,
            new JsonObject { ["name"] = new string('x', 161) },
            record.ETag!
        );
        var error = Failed(await Connector().Update(Context(), write, Ct));
        Assert.Equal((ErrorKind.Validation, "/name"), (error.Kind, error.Pointer));
    }

    [Theory]
    [InlineData("supplier", "sap-supplier-unknown", ErrorKind.Validation)]
    [InlineData("amount", "sap-amount-differs", ErrorKind.Validation)]
    [InlineData("item", "sap-open-item-unknown", ErrorKind.Validation)]
    public async Task What_the_ledger_refuses_has_a_code_of_its_own(string wrong, string code, ErrorKind kind)
    {
        var posting = Posting(Context(), await ReadAll("invoices", 500));
        var line = posting.Lines[0];
        line = wrong switch
        {
            "supplier" => line with { Supplier = "4711" },
            "amount" => line with { Amount = line.Amount + 1 },
            _ => line with { OpenItemKey = "1010-2026-4711471147-001" },
        };
        var error = Failed(await Connector().Post(Context(), posting with { Lines = [line] }, Ct));
        Assert.Equal((kind, code), (error.Kind, error.Code));
    }

    [Fact]
    public async Task An_item_that_another_payment_has_cleared_is_not_cleared_again()
    {
        var posting = Posting(Context(), await ReadAll("invoices", 500));
        Assert.Null((await Connector().Post(Context(), posting, Ct)).Error);
        var error = Failed(await Connector().Post(Context(), posting with { Reference = "ANOTHER" }, Ct));
        Assert.Equal((ErrorKind.Permanent, "sap-item-cleared"), (error.Kind, error.Code));
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
