using System.Net;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Rest;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Tests.Unit.Connectors.Rest;

public sealed class XeroTests
{
    private const string Token = """{"access_token":"token-of-the-test","expires_in":1800,"token_type":"Bearer"}""";

    private readonly RestConnector _connector = RestConnectors.Load("xero", TimeProvider.System);

    private static JsonObject Settings => new() { ["clientId"] = "client", ["clientSecret"] = "xero-secret" };

    [Fact]
    public async Task Contacts_are_read_in_pages_and_become_business_partners()
    {
        using var api = new FakeApi(
            (request, _) =>
                request.RequestUri!.Host == "identity.xero.com" ? FakeApi.Json(Token)
                : request.RequestUri.Query.Contains("page=1", StringComparison.Ordinal)
                    ? FakeApi.Json(
                        """
                        {"Status":"OK","pagination":{"page":1,"pageSize":1,"pageCount":2,"itemCount":2},"Contacts":[
                          {"ContactID":"5cc8cf28-567e-4d43-b287-687cfcaec47c","ContactStatus":"ACTIVE","Name":"Ridgeway University","EmailAddress":"accounts@example.com",
                           "TaxNumber":"GB123456789","DefaultCurrency":"GBP","BankAccountDetails":"",
                           "Addresses":[{"AddressType":"POBOX","City":"Elsewhere"},{"AddressType":"STREET","AddressLine1":"23 Main Street","City":"Oaktown","PostalCode":"12345"}],
                           "Phones":[{"PhoneType":"DEFAULT","PhoneNumber":"8473456","PhoneAreaCode":"20","PhoneCountryCode":"44"},{"PhoneType":"FAX","PhoneNumber":"1"}],
                           "UpdatedDateUTC":"\/Date(1503348544227+0000)\/","IsSupplier":false,"IsCustomer":true}]}
                        """
                    )
                : FakeApi.Json(
                    """
                    {"pagination":{"page":2,"pageSize":1,"pageCount":2,"itemCount":2},"Contacts":[
                      {"ContactID":"12bfc618-5aa3-41a2-8d7d-6c214d3935ae","ContactStatus":"ARCHIVED","Name":"Bare contact","Addresses":[],"Phones":[],
                       "UpdatedDateUTC":"\/Date(1551399323399)\/","IsSupplier":true,"IsCustomer":false}]}
                    """
                )
        );
        var records = await api.ReadAll(_connector, Settings, "contacts", 1);
        var partners = await FakeApi.Map(_connector, "contacts", records);

        Assert.Equal(
            ["5cc8cf28-567e-4d43-b287-687cfcaec47c", "12bfc618-5aa3-41a2-8d7d-6c214d3935ae"],
            records.Select(record => record.Key)
        );
        Assert.Equal("2017-08-21", (string?)partners[0]["changedOn"]);
        Assert.Equal("44 20 8473456", (string?)partners[0]["phone"]);
        Assert.Equal("Oaktown", (string?)partners[0]["address"]!["city"]);
        Assert.True((bool)partners[1]["blocked"]!);
        Assert.True((bool)partners[1]["isSupplier"]!);
        // One token for both pages, asked for with the client's credentials and never told.
        Assert.Equal(3, api.Requests.Count);
        Assert.StartsWith(
            "POST https://identity.xero.com/connect/token grant_type=client_credentials",
            api.Requests[0],
            StringComparison.Ordinal
        );
        Assert.Contains("Authorization: Bearer token-of-the-test", api.Headers[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoices_become_canonical_with_what_is_owed()
    {
        using var api = new FakeApi(
            (request, _) =>
                request.RequestUri!.Host == "identity.xero.com"
                    ? FakeApi.Json(Token)
                    : FakeApi.Json(
                        """
                        {"pagination":{"page":1,"pageSize":100,"pageCount":1,"itemCount":2},"Invoices":[
                          {"Type":"ACCREC","InvoiceID":"d4956132-ed94-4dd7-9eaa-aa22dfdf06f2","InvoiceNumber":"INV-0001","Reference":"PO 7","AmountDue":115.50,"SubTotal":100.00,
                           "TotalTax":15.50,"Total":115.50,"CurrencyCode":"NZD","Status":"AUTHORISED","DateString":"2018-10-20T00:00:00","DueDateString":"2018-12-30T00:00:00",
                           "Contact":{"ContactID":"5cc8cf28-567e-4d43-b287-687cfcaec47c","Name":"Ridgeway University"},"UpdatedDateUTC":"\/Date(1540000000000+0000)\/"},
                          {"Type":"ACCPAY","InvoiceID":"046d8a6d-1ae1-4b4d-9340-5601bdf41b87","InvoiceNumber":"","AmountDue":0.00,"CurrencyCode":"NZD","Status":"PAID",
                           "DateString":"2018-10-20T00:00:00","Contact":{"ContactID":"12bfc618-5aa3-41a2-8d7d-6c214d3935ae","Name":"Bare contact"}}]}
                        """
                    )
        );
        var records = await api.ReadAll(_connector, Settings, "invoices", 100);
        var invoices = await FakeApi.Map(_connector, "invoices", records);

        Assert.Equal((115.50m, "NZD"), (records[0].Money!.Amount, records[0].Money!.Currency));
        Assert.Equal("115.50", (string?)invoices[0]["amount"]);
        Assert.Equal(
            ("receivable", "open", "2018-12-30"),
            ((string?)invoices[0]["kind"], (string?)invoices[0]["status"], (string?)invoices[0]["dueOn"])
        );
        Assert.Equal(
            ("payable", "paid", "2018-10-20"),
            ((string?)invoices[1]["kind"], (string?)invoices[1]["status"], (string?)invoices[1]["dueOn"])
        );
        Assert.Equal(
            2,
            (await _connector.Count(api.Context(Settings), "invoices", TestContext.Current.CancellationToken)).Value
        );
    }

    [Fact]
    public async Task A_client_that_is_refused_means_that_the_user_must_act()
    {
        using var api = new FakeApi(
            (_, _) => FakeApi.Json("""{"error":"invalid_client"}""", HttpStatusCode.BadRequest)
        );
        var read = await _connector.FetchNext(
            api.Context(Settings),
            "contacts",
            null,
            10,
            TestContext.Current.CancellationToken
        );
        Assert.Equal((ErrorKind.SignInExpired, "rest-token-refused"), (read.Error!.Kind, read.Error.Code));
        Assert.Contains("identity.xero.com", read.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("xero-secret", read.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_was_modified_since_is_asked_for_by_header()
    {
        using var api = new FakeApi(
            (request, _) =>
                FakeApi.Json(
                    request.RequestUri!.Host == "identity.xero.com"
                        ? Token
                        : """{"pagination":{"itemCount":0},"Contacts":[]}"""
                )
        );
        var since = new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);
        var page = await _connector.FetchChanged(
            api.Context(Settings),
            "contacts",
            since,
            null,
            10,
            TestContext.Current.CancellationToken
        );
        Assert.Empty(page.Value.Records);
        Assert.Contains("If-Modified-Since: 2026-01-31T09:30:00Z", api.Headers[1], StringComparison.Ordinal);
    }
}
