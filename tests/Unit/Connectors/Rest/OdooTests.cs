using System.Net;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Rest;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Tests.Unit.Connectors.Rest;

public sealed class OdooTests
{
    private readonly RestConnector _connector = RestConnectors.Load("odoo", TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static JsonObject Settings =>
        new()
        {
            ["baseUrl"] = "https://mycompany.example",
            ["database"] = "prod",
            ["apiKey"] = "odoo-api-key",
        };

    [Fact]
    public async Task Contacts_are_read_on_from_the_last_id()
    {
        using var api = new FakeApi(
            (_, body) =>
                FakeApi.Json(
                    body.Contains("\">\"", StringComparison.Ordinal)
                        ? """[{"id":9,"name":"Empty one","customer_rank":0,"supplier_rank":2,"lang":false,"active":true,"vat":false,"email":false,"phone":false,"website":false,"street":false,"street2":false,"zip":false,"city":false,"state_id":false,"country_code":false,"write_date":"2026-02-01 08:00:00"}]"""
                        : """
                        [{"id":7,"name":"Azure Interior","customer_rank":3,"supplier_rank":0,"lang":"en_US","active":true,"vat":"US12345677","email":"azure@example.com","phone":"(870)-931-0505","website":"http://www.example.com",
                          "street":"4557 De Silva St","street2":false,"zip":"94538","city":"Fremont","state_id":[13,"California (US)"],"country_code":"US","write_date":"2026-01-31 09:30:00"},
                         {"id":8,"name":"Deco Addict","customer_rank":1,"supplier_rank":1,"lang":"fr_FR","active":true,"vat":false,"email":false,"phone":false,"website":false,"street":false,"street2":false,"zip":false,"city":false,"state_id":false,"country_code":false,"write_date":"2026-01-31 09:30:00"}]
                        """
                )
        );
        var records = await api.ReadAll(_connector, Settings, "partners", 2);
        var partners = await FakeApi.Map(_connector, "partners", records);

        Assert.Equal(["7", "8", "9"], records.Select(record => record.Key));
        Assert.Equal(
            ("California (US)", "US", "en"),
            (
                (string?)partners[0]["address"]!["region"],
                (string?)partners[0]["address"]!["country"],
                (string?)partners[0]["language"]
            )
        );
        Assert.Null(partners[2]["email"]);
        Assert.True((bool)partners[2]["isSupplier"]!);
        Assert.StartsWith(
            """POST https://mycompany.example/json/2/res.partner/search_read {"domain":[["parent_id","=",false]],"fields":["name",""",
            api.Requests[0],
            StringComparison.Ordinal
        );
        Assert.Contains("\"limit\":2,\"order\":\"id\"", api.Requests[0], StringComparison.Ordinal);
        Assert.Contains(
            """{"domain":[["parent_id","=",false],["id",">",8]]""",
            api.Requests[1],
            StringComparison.Ordinal
        );
        Assert.Contains("X-Odoo-Database: prod", api.Headers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoices_become_canonical_and_are_counted_by_the_server()
    {
        using var api = new FakeApi(
            (request, _) =>
                FakeApi.Json(
                    request.RequestUri!.AbsolutePath.EndsWith("/search_count", StringComparison.Ordinal)
                        ? "2"
                        : """
                        [{"id":21,"name":"INV/2026/00001","move_type":"out_invoice","commercial_partner_id":[7,"Azure Interior"],"ref":false,"company_id":[1,"My Company"],"currency_id":[1,"EUR"],
                          "amount_residual":120.5,"amount_untaxed":100.0,"amount_tax":20.5,"amount_total":120.5,"invoice_date":"2026-01-10","invoice_date_due":"2026-02-10","payment_reference":"INV/2026/00001","payment_state":"not_paid","state":"posted","write_date":"2026-01-31 09:30:00"},
                         {"id":22,"name":"BILL/2026/00001","move_type":"in_invoice","commercial_partner_id":[8,"Deco Addict"],"ref":"LF-1","company_id":[1,"My Company"],"currency_id":[1,"EUR"],
                          "amount_residual":0.0,"amount_untaxed":10.0,"amount_tax":2.0,"amount_total":12.0,"invoice_date":"2026-01-11","invoice_date_due":false,"payment_reference":false,"payment_state":"paid","state":"posted","write_date":"2026-01-31 09:30:00"}]
                        """
                )
        );
        var records = await api.ReadAll(_connector, Settings, "invoices", 100);
        var invoices = await FakeApi.Map(_connector, "invoices", records);

        Assert.Equal(
            ("receivable", "7", "120.5", "EUR"),
            (
                (string?)invoices[0]["kind"],
                (string?)invoices[0]["partnerId"],
                (string?)invoices[0]["amount"],
                (string?)invoices[0]["currency"]
            )
        );
        Assert.Equal(
            ("payable", "LF-1", "2026-01-11", "paid"),
            (
                (string?)invoices[1]["kind"],
                (string?)invoices[1]["number"],
                (string?)invoices[1]["dueOn"],
                (string?)invoices[1]["status"]
            )
        );
        Assert.Equal(new RecordMoney(120.5m, "EUR"), records[0].Money);
        Assert.Equal(2, (await _connector.Count(api.Context(Settings), "invoices", Ct)).Value);
    }

    [Fact]
    public async Task A_key_that_is_refused_is_told_without_it()
    {
        using var api = new FakeApi(
            (_, _) =>
                FakeApi.Json(
                    """{"name":"werkzeug.exceptions.Unauthorized","message":"Invalid apikey odoo-api-key","arguments":[],"context":{},"debug":""}""",
                    HttpStatusCode.Unauthorized
                )
        );
        var error = (await _connector.FetchNext(api.Context(Settings), "partners", null, 10, Ct)).Error!;
        Assert.Equal((ErrorKind.SignInExpired, "rest-sign-in-refused"), (error.Kind, error.Code));
        Assert.Contains("Invalid apikey [secret]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_are_asked_for_in_the_domain()
    {
        using var api = new FakeApi((_, _) => FakeApi.Json("[]"));
        var since = new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);
        Assert.False(
            (await _connector.FetchChanged(api.Context(Settings), "partners", since, null, 10, Ct)).Value.HasMore
        );
        Assert.Contains("""["write_date",">=","2026-01-31 09:30:00"]""", api.Requests[0], StringComparison.Ordinal);
    }
}
