using IntegrationFunctions.Connectors.SapS4Hana;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Tests.Unit.Connectors.SapS4Hana;

public sealed class SapAnswersTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(401, "", ErrorKind.SignInExpired, "sap-sign-in-refused")]
    [InlineData(403, "", ErrorKind.SignInExpired, "sap-forbidden")]
    [InlineData(404, "", ErrorKind.Configuration, "sap-service-missing")]
    [InlineData(
        404,
        """{"error":{"code":"/IWFND/MED/170","message":{"lang":"en","value":"No service found"}}}""",
        ErrorKind.Configuration,
        "sap-service-missing"
    )]
    [InlineData(
        404,
        """{"error":{"code":"SY/530","message":{"lang":"en","value":"Resource not found"}}}""",
        ErrorKind.Permanent,
        "sap-not-found"
    )]
    [InlineData(400, "", ErrorKind.Validation, "sap-refused")]
    [InlineData(429, "", ErrorKind.RateLimited, "sap-rate-limited")]
    [InlineData(500, "", ErrorKind.Transient, "sap-failing")]
    [InlineData(503, "", ErrorKind.Transient, "sap-failing")]
    [InlineData(302, "", ErrorKind.Configuration, "sap-redirected")]
    [InlineData(200, "<html>Sign in</html>", ErrorKind.Configuration, "sap-not-odata")]
    [InlineData(200, """{"d":{"results":[{"BusinessPartner":"1"}]}}""", ErrorKind.Permanent, "sap-unexpected-answer")]
    public async Task An_answer_that_is_no_page_becomes_an_error_of_its_kind(
        int status,
        string body,
        ErrorKind kind,
        string code
    )
    {
        await using var sap = await FakeSap.Start(async context =>
        {
            context.Response.StatusCode = status;
            if (status is 429 or 503)
            {
                context.Response.Headers.RetryAfter = "30";
            }
            context.Response.ContentType = body.StartsWith('<') ? "text/html" : "application/json";
            await context.Response.WriteAsync(body);
        });

        var error = (await sap.Connector.FetchNext(sap.Context, "businessPartners", null, 10, Ct)).Error!;

        Assert.Equal((kind, code), (error.Kind, error.Code));
        Assert.DoesNotContain(FakeSap.Password, error.ToString(), StringComparison.Ordinal);
        if (status is 429 or 503)
        {
            Assert.Equal(TimeSpan.FromSeconds(30), error.RetryAfter);
        }
    }

    [Theory]
    [InlineData("https://evil.example/sap/opu/odata/sap/API_OPLACCTGDOCITEMCUBE_SRV/A")]
    [InlineData("/sap/opu/odata/sap/OTHER_SRV/A")]
    public async Task A_link_to_another_host_or_service_is_not_followed(string next)
    {
        var requests = 0;
        await using var sap = await FakeSap.Start(context =>
        {
            requests++;
            return context.Response.WriteAsync($$$"""{"d":{"results":[],"__next":"{{{next}}}"}}""");
        });
        var error = (await sap.Connector.FetchNext(sap.Context, "invoices", null, 10, Ct)).Error!;
        Assert.Equal("sap-unexpected-answer", error.Code);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task A_page_that_the_system_cut_short_is_followed_to_its_end_and_then_read_on_by_key()
    {
        var queries = new List<string>();
        await using var sap = await FakeSap.Start(context =>
        {
            var query = Uri.UnescapeDataString(context.Request.QueryString.Value!);
            queries.Add(query);
            var number = queries.Count;
            var item = SapRecords.OpenItem();
            item["AccountingDocument"] = $"190000000{number}";
            var next = number == 1 ? ""","__next":"A_OperationalAcctgDocItemCube?$skiptoken=1" """ : "";
            var results = number == 3 ? "" : item.ToJsonString();
            return context.Response.WriteAsync($$$$"""{"d":{"results":[{{{{results}}}}]{{{{next}}}}}}""");
        });
        var keys = new List<string>();
        string? state = null;
        bool more;
        do
        {
            var page = (await sap.Connector.FetchNext(sap.Context, "invoices", state, 2, Ct)).Value;
            keys.AddRange(page.Records.Select(record => record.Key));
            (state, more) = (page.State, page.HasMore);
        } while (more);

        Assert.Equal(["1010-2026-1900000001-1", "1010-2026-1900000002-1"], keys);
        Assert.Equal(3, queries.Count);
        Assert.Contains("$skiptoken=1", queries[1], StringComparison.Ordinal);
        Assert.Contains(
            "(FiscalYear gt '2026' or (FiscalYear eq '2026' and (AccountingDocument gt '1900000002' or (AccountingDocument eq '1900000002' and AccountingDocumentItem gt '1'))))",
            queries[2],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_system_that_ignores_the_position_does_not_hold_the_pass_for_ever()
    {
        await using var sap = await FakeSap.Start(context =>
            context.Response.WriteAsync($$$"""{"d":{"results":[{{{SapRecords.OpenItem().ToJsonString()}}}]}}""")
        );
        var first = (await sap.Connector.FetchNext(sap.Context, "invoices", null, 1, Ct)).Value;
        var error = (await sap.Connector.FetchNext(sap.Context, "invoices", first.State, 1, Ct)).Error!;
        Assert.Equal("sap-unexpected-answer", error.Code);
    }

    [Fact]
    public async Task A_refused_token_is_fetched_again_once_with_the_cookie_that_came_with_it()
    {
        var patches = new List<(string Token, string Cookie, string IfMatch)>();
        var fetches = 0;
        await using var sap = await FakeSap.Start(context =>
        {
            if (context.Request.Method == "GET")
            {
                if (context.Request.Headers["X-CSRF-Token"] == "Fetch")
                {
                    fetches++;
                    context.Response.Headers["X-CSRF-Token"] = $"token{fetches}";
                    context.Response.Headers.SetCookie = $"SAP_SESSIONID_X=session{fetches}; path=/; HttpOnly";
                }
                return context.Response.WriteAsync($$"""{"d":{{SapRecords.Partner().ToJsonString()}}}""");
            }
            patches.Add(
                (
                    context.Request.Headers["X-CSRF-Token"].ToString(),
                    context.Request.Headers.Cookie.ToString(),
                    context.Request.Headers.IfMatch.ToString()
                )
            );
            if (patches.Count == 1)
            {
                context.Response.Headers["X-CSRF-Token"] = "Required";
            }
            context.Response.StatusCode = patches.Count == 1 ? 403 : 204;
            return Task.CompletedTask;
        });

        var write = new IntegrationFunctions.Connectors.RecordWrite(
            "businessPartners",
            "1000012",
            new() { ["language"] = "FR" },
            "W/\"'old'\""
        );
        var outcome = (await sap.Connector.Update(sap.Context, write, Ct)).Value;

        Assert.Equal("W/\"'SETUP20261101090000000'\"", outcome.ETag);
        Assert.Equal(
            [
                ("token1", "SAP_SESSIONID_X=session1", "W/\"'old'\""),
                ("token2", "SAP_SESSIONID_X=session2", "W/\"'old'\""),
            ],
            patches
        );
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_change_went_out_leaves_the_outcome_unknown()
    {
        await using var sap = await FakeSap.Start(async context =>
        {
            if (context.Request.Method == "GET")
            {
                context.Response.Headers["X-CSRF-Token"] = "token";
                await context.Response.WriteAsync($$"""{"d":{{SapRecords.Partner().ToJsonString()}}}""");
                return;
            }
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Abort();
        });
        var write = new IntegrationFunctions.Connectors.RecordWrite(
            "businessPartners",
            "1000012",
            new() { ["language"] = "FR" },
            "x"
        );
        var error = (await sap.Connector.Update(sap.Context, write, Ct)).Error!;
        Assert.Equal(ErrorKind.UnknownOutcome, error.Kind);
    }

    [Fact]
    public void A_password_is_never_printed()
    {
        var settings = SapSettings
            .Read(
                new()
                {
                    ["baseUrl"] = "https://erp.example",
                    ["user"] = "U",
                    ["password"] = FakeSap.Password,
                    ["companyCode"] = "1010",
                }
            )
            .Value;
        Assert.DoesNotContain(FakeSap.Password, $"{settings}", StringComparison.Ordinal);
    }
}
