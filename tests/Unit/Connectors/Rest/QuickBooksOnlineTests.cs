using System.Net;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Rest;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Tests.Unit.Connectors.Rest;

public sealed class QuickBooksOnlineTests
{
    private const string Customer = """
        {"Id":"1","SyncToken":"0","DisplayName":"Amy's Bird Sanctuary","CompanyName":"Amy's Bird Sanctuary","Active":true,"domain":"QBO","sparse":false,
         "PrimaryEmailAddr":{"Address":"birds@example.com"},"PrimaryPhone":{"FreeFormNumber":"(650) 555-3311"},"CurrencyRef":{"value":"USD","name":"United States Dollar"},
         "BillAddr":{"Id":"2","Line1":"4581 Finch St.","City":"Bayshore","CountrySubDivisionCode":"CA","PostalCode":"94326"},
         "MetaData":{"CreateTime":"2026-10-01T16:48:43-07:00","LastUpdatedTime":"2026-10-07T15:39:07-07:00"} }
        """;

    private readonly RestConnector _connector = RestConnectors.Load("quickbooks-online", TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static JsonObject Settings =>
        new()
        {
            ["host"] = "sandbox-quickbooks.api.intuit.com",
            ["realmId"] = "4620816365",
            ["accessToken"] = "qbo-access-token",
        };

    [Fact]
    public async Task Customers_are_read_by_query_from_position_to_position()
    {
        using var api = new FakeApi(
            (request, _) =>
                FakeApi.Json(
                    Uri.UnescapeDataString(request.RequestUri!.Query)
                        .Contains("startposition 1 ", StringComparison.Ordinal)
                        ? $$"""{"QueryResponse":{"Customer":[{{Customer}}],"startPosition":1,"maxResults":1},"time":"2026-10-08T00:00:00.000-07:00"}"""
                        // A page without records has no list at all.
                        : """{"QueryResponse":{},"time":"2026-10-08T00:00:00.000-07:00"}"""
                )
        );
        var records = await api.ReadAll(_connector, Settings, "customers", 1);
        var partner = Assert.Single(await FakeApi.Map(_connector, "customers", records));

        Assert.Equal(("1", "0"), (records[0].Key, records[0].ETag));
        Assert.Equal("Amy's Bird Sanctuary", (string?)partner["name"]);
        Assert.Equal(
            ("94326", "2026-10-07"),
            ((string?)partner["address"]!["postalCode"], (string?)partner["changedOn"])
        );
        Assert.Null(records[0].Raw["domain"]);
        Assert.Contains(
            "GET https://sandbox-quickbooks.api.intuit.com/v3/company/4620816365/query?query=select * from Customer where Active in (true, false) orderby Id startposition 2 maxresults 1",
            api.Requests[1],
            StringComparison.Ordinal
        );
        Assert.Contains("Authorization: Bearer qbo-access-token", api.Headers[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("invoices", "Invoice", "CustomerRef", "receivable")]
    [InlineData("bills", "Bill", "VendorRef", "payable")]
    public async Task Invoices_and_bills_become_canonical(string name, string entity, string party, string kind)
    {
        using var api = new FakeApi(
            (request, _) =>
                FakeApi.Json(
                    Uri.UnescapeDataString(request.RequestUri!.Query).Contains("count(*)", StringComparison.Ordinal)
                        ? """{"QueryResponse":{"totalCount":1}}"""
                        : $$$"""
                        {"QueryResponse":{"{{{entity}}}":[{"Id":"130","SyncToken":"2","DocNumber":"1037","{{{party}}}":{"value":"24","name":"Sonnenschein Family Store"},
                          "TxnDate":"2026-09-20","DueDate":"2026-10-20","Balance":362.07,"TotalAmt":362.07,"TxnTaxDetail":{"TotalTax":26.82},
                          "CurrencyRef":{"value":"USD"},"MetaData":{"LastUpdatedTime":"2026-09-20T10:00:00-07:00"} }],"startPosition":1,"maxResults":1} }
                        """
                )
        );
        var records = await api.ReadAll(_connector, Settings, name, 100);
        var invoice = Assert.Single(await FakeApi.Map(_connector, name, records));

        Assert.Equal(
            (kind, "24", "362.07", "2026-10-20"),
            (
                (string?)invoice["kind"],
                (string?)invoice["partnerId"],
                (string?)invoice["amount"],
                (string?)invoice["dueOn"]
            )
        );
        Assert.Equal(new RecordMoney(362.07m, "USD"), records[0].Money);
        Assert.Equal(1, (await _connector.Count(api.Context(Settings), name, Ct)).Value);
    }

    [Fact]
    public async Task A_fault_that_comes_with_status_200_is_an_error()
    {
        using var api = new FakeApi(
            (_, _) =>
                FakeApi.Json(
                    """{"Fault":{"Error":[{"Message":"message=ThrottleExceeded","Detail":"too many; token qbo-access-token","code":"3001"}],"type":"SERVICE"},"time":"2026-10-08"}"""
                )
        );
        var error = (await _connector.FetchNext(api.Context(Settings), "customers", null, 10, Ct)).Error!;
        Assert.Equal((ErrorKind.RateLimited, "rest-rate-limited"), (error.Kind, error.Code));
        Assert.Contains("too many", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("qbo-access-token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_sends_the_sync_token_and_learns_the_new_one()
    {
        var saved = Customer.Replace("\"SyncToken\":\"0\"", "\"SyncToken\":\"1\"", StringComparison.Ordinal);
        using var api = new FakeApi(
            (request, _) =>
                FakeApi.Json($$"""{"Customer":{{(request.Method == HttpMethod.Post ? saved : Customer)}} }""")
        );
        var write = new RecordWrite("customers", "1", new JsonObject { ["name"] = "Birds" }, "0");
        var outcome = (await _connector.Update(api.Context(Settings), write, Ct)).Value;

        Assert.Equal(new WriteOutcome("1", "1"), outcome);
        Assert.EndsWith(
            """{"Id":"1","SyncToken":"0","sparse":true,"DisplayName":"Birds"}""",
            api.Requests[1],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_stale_sync_token_is_a_conflict()
    {
        using var api = new FakeApi(
            (request, _) =>
                request.Method == HttpMethod.Post
                    ? FakeApi.Json(
                        """{"Fault":{"Error":[{"Message":"Stale Object Error","Detail":"Stale Object Error : You and somebody were working on this at the same time.","code":"5010","element":""}],"type":"ValidationFault"}}""",
                        HttpStatusCode.BadRequest
                    )
                    : FakeApi.Json($$"""{"Customer":{{Customer}} }""")
        );
        var write = new RecordWrite("customers", "1", new JsonObject { ["name"] = "Birds" }, "0");
        var error = (await _connector.Update(api.Context(Settings), write, Ct)).Error!;
        Assert.Equal((ErrorKind.Permanent, "rest-etag-mismatch"), (error.Kind, error.Code));
    }
}
