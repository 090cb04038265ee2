using System.Net;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Rest;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Tests.Unit.Connectors.Rest;

public sealed class PennylaneTests
{
    private readonly RestConnector _connector = RestConnectors.Load("pennylane", TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static JsonObject Settings => new() { ["apiToken"] = "pennylane-token" };

    [Fact]
    public async Task Customers_are_read_by_cursor_and_counted_by_their_pages()
    {
        using var api = new FakeApi(
            (request, _) =>
                FakeApi.Json(
                    request.RequestUri!.Query.Contains("cursor=", StringComparison.Ordinal)
                        ? """{"has_more":false,"next_cursor":null,"items":[{"id":43,"name":"Particulier","emails":[],"vat_number":"","updated_at":"2026-02-01T10:00:00Z"}]}"""
                        : """
                        {"has_more":true,"next_cursor":"dXBkYXRlZF9hdDoxNjc0MTIzNDU2==","items":[{"id":42,"name":"My company","billing_iban":"FR14 2004 1010 0505 0001 3M02 606",
                          "billing_language":"fr_FR","phone":"+33612345678","vat_number":"FR12345678901","reg_no":"123456789","emails":["hello@example.org"],
                          "billing_address":{"address":"4 rue des Tests","postal_code":"75001","city":"Paris","country_alpha2":"FR"},"updated_at":"2026-01-31T10:00:00Z"}]}
                        """
                )
        );
        var records = await api.ReadAll(_connector, Settings, "customers", 1);
        var partners = await FakeApi.Map(_connector, "customers", records);

        Assert.Equal(["42", "43"], records.Select(record => record.Key));
        Assert.Equal("FR1420041010050500013M02606", (string?)partners[0]["bankAccounts"]![0]!["iban"]);
        Assert.Equal(
            ("fr", "FR", "hello@example.org"),
            (
                (string?)partners[0]["language"],
                (string?)partners[0]["address"]!["country"],
                (string?)partners[0]["email"]
            )
        );
        Assert.Empty(partners[1]["bankAccounts"]!.AsArray());
        Assert.Contains("cursor=dXBkYXRlZF9hdDoxNjc0MTIzNDU2==", api.Requests[1], StringComparison.Ordinal);
        Assert.Equal(2, (await _connector.Count(api.Context(Settings), "customers", Ct)).Value);
    }

    [Theory]
    [InlineData("customerInvoices", "customer", "\"draft\":false,\"paid\":false", "receivable", "open")]
    [InlineData("supplierInvoices", "supplier", "\"payment_status\":\"fully_paid\"", "payable", "paid")]
    public async Task Invoices_become_canonical(string name, string party, string status, string kind, string expected)
    {
        using var api = new FakeApi(
            (_, _) =>
                FakeApi.Json(
                    $$"""
                    {"has_more":false,"next_cursor":null,"items":[{"id":7,"label":"Facture","invoice_number":"F20260001","currency":"EUR","amount":"230.32","currency_amount":"230.32",
                      "currency_amount_before_tax":"196.32","date":"2026-08-30","deadline":null,"remaining_amount_with_tax":"20.0",{{status}},
                      "{{party}}":{"id":42,"url":"https://app.pennylane.com/x"},"public_file_url":"https://app.pennylane.com/public?encrypted_id=x","updated_at":"2026-08-30T10:00:00Z"}]}
                    """
                )
        );
        var records = await api.ReadAll(_connector, Settings, name, 100);
        var invoice = Assert.Single(await FakeApi.Map(_connector, name, records));

        Assert.Equal(
            (kind, "42", "20.0", "2026-08-30"),
            (
                (string?)invoice["kind"],
                (string?)invoice["partnerId"],
                (string?)invoice["amount"],
                (string?)invoice["dueOn"]
            )
        );
        Assert.Equal((expected, "196.32"), ((string?)invoice["status"], (string?)invoice["netTotal"]));
        Assert.Equal(new RecordMoney(20.0m, "EUR"), records[0].Money);
        // A link that opens the file for anybody is not kept.
        Assert.Null(records[0].Raw["public_file_url"]);
    }

    [Fact]
    public async Task A_token_without_the_right_is_told_with_what_the_system_says()
    {
        using var api = new FakeApi(
            (_, _) =>
                FakeApi.Json(
                    """{"error":"Access to this resource is forbidden","status":403}""",
                    HttpStatusCode.Forbidden
                )
        );
        var error = (await _connector.Verify(api.Context(Settings), Ct)).Error!;
        Assert.Equal((ErrorKind.SignInExpired, "rest-forbidden"), (error.Kind, error.Code));
        Assert.Contains("'Access to this resource is forbidden'", error.Message, StringComparison.Ordinal);
    }
}
