using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Rest;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Connectors.Rest;

/// <summary>What becomes of answers that are not as they should be; by the definition virtual-rest.</summary>
public sealed class AnswerTests
{
    private const string Password = "s3cret-password";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static JsonObject Settings =>
        new()
        {
            ["baseUrl"] = "https://api.example/v1",
            ["user"] = "SANDBOX",
            ["password"] = Password,
        };

    [Theory]
    [InlineData(401, "", ErrorKind.SignInExpired, "rest-sign-in-refused")]
    [InlineData(403, "", ErrorKind.SignInExpired, "rest-forbidden")]
    [InlineData(404, "", ErrorKind.Configuration, "rest-path-missing")]
    [InlineData(400, """{"error":{"code":"x","message":"No."}}""", ErrorKind.Validation, "rest-refused")]
    [InlineData(409, "", ErrorKind.Permanent, "rest-refused")]
    [InlineData(429, "", ErrorKind.RateLimited, "rest-rate-limited")]
    [InlineData(503, "", ErrorKind.Transient, "rest-failing")]
    [InlineData(302, "", ErrorKind.Configuration, "rest-redirected")]
    [InlineData(200, "<html>Sign in</html>", ErrorKind.Configuration, "rest-not-json")]
    [InlineData(200, "", ErrorKind.Configuration, "rest-not-json")]
    [InlineData(200, """{"data":[],"data":[]}""", ErrorKind.Configuration, "rest-not-json")]
    [InlineData(200, """{"data":{"id":"1"},"total":1}""", ErrorKind.Permanent, "rest-unexpected-answer")]
    [InlineData(200, """{"items":[],"total":0}""", ErrorKind.Permanent, "rest-unexpected-answer")]
    [InlineData(200, """{"data":[{"name":"x"}],"total":1}""", ErrorKind.Permanent, "rest-unexpected-answer")]
    [InlineData(200, """{"data":[{"id":""}],"total":1}""", ErrorKind.Permanent, "rest-unexpected-answer")]
    [InlineData(200, """{"data":[7],"total":1}""", ErrorKind.Permanent, "rest-unexpected-answer")]
    [InlineData(200, """{"data":[{"id":"1"}],"total":"many"}""", ErrorKind.Permanent, "rest-unexpected-answer")]
    public async Task An_answer_that_is_no_page_becomes_an_error_of_its_kind(
        int status,
        string body,
        ErrorKind kind,
        string code
    )
    {
        using var api = new FakeApi(
            (_, _) =>
            {
                var answer = new HttpResponseMessage((HttpStatusCode)status)
                {
                    Content = new StringContent(
                        body,
                        Encoding.UTF8,
                        body.StartsWith('<') ? "text/html" : "application/json"
                    ),
                };
                answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(30));
                return answer;
            }
        );
        var error = (await (await Connector()).FetchNext(api.Context(Settings), "partners", null, 10, Ct)).Error!;

        Assert.Equal((kind, code), (error.Kind, error.Code));
        Assert.Contains("api.example:443", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(error.IsRetriable ? TimeSpan.FromSeconds(30) : null, error.RetryAfter);
    }

    [Fact]
    public async Task A_page_that_comes_again_is_an_error_and_no_endless_pass()
    {
        using var api = new FakeApi((_, _) => FakeApi.Json("""{"data":[{"id":"1"}],"total":100}"""));
        var connector = await Connector();
        var first = (await connector.FetchNext(api.Context(Settings), "partners", null, 1, Ct)).Value;
        var error = (await connector.FetchNext(api.Context(Settings), "partners", first.State, 1, Ct)).Error!;
        Assert.Equal("rest-unexpected-answer", error.Code);
        Assert.Contains("the same page again", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/v1/partners?page=2")]
    [InlineData("https://api.example/v2/partners")]
    [InlineData("http://api.example/v1/partners")]
    [InlineData("https://api.example/v1/../v2")]
    [InlineData("https://api.example:8443/v1/partners")]
    [InlineData("https://user:pass@api.example/v1/partners")]
    public async Task A_link_to_another_host_or_out_of_the_base_address_is_not_followed(string next)
    {
        using var api = new FakeApi((_, _) => Linked("""[{"id":"1"}]""", $"<{next}>; rel=\"next\""));
        var connector = await Connector("""{"style":"link","largestPage":10}""");
        var error = (await connector.FetchNext(api.Context(Settings), "partners", null, 10, Ct)).Error!;
        Assert.Equal("rest-unexpected-answer", error.Code);

        // Nor is one from a state that somebody else has made.
        var state = $$"""{"by":"virtual-rest","of":"partners","size":10,"read":1,"first":"1","next":"{{next}}"}""";
        error = (await connector.FetchNext(api.Context(Settings), "partners", state, 10, Ct)).Error!;
        Assert.Equal("state-invalid", error.Code);
        Assert.Single(api.Requests);
    }

    [Theory]
    [InlineData("<https://api.example/v1/partners?page=2>; rel=\"next\"")]
    [InlineData(
        "<https://api.example/v1/partners?page=9>; rel=last, </v1/partners?page=2>; title=\"a\"; rel=\"prefetch next\""
    )]
    [InlineData("<?page=2>;rel=next")]
    public async Task Links_are_read_as_the_standard_writes_them(string link)
    {
        using var api = new FakeApi(
            (request, _) =>
                request.RequestUri!.Query.Length > 0
                    ? FakeApi.Json("""[{"id":"2"}]""")
                    : Linked("""[{"id":"1"}]""", link)
        );
        var connector = await Connector("""{"style":"link","largestPage":10}""");
        var records = await api.ReadAll(connector, Settings, "partners", 10);
        Assert.Equal(["1", "2"], records.Select(record => record.Key));
        Assert.Equal("GET https://api.example/v1/partners?page=2", api.Requests[1]);
    }

    [Fact]
    public async Task A_key_in_the_query_is_neither_in_states_nor_in_errors()
    {
        using var api = new FakeApi(
            (request, _) =>
                request.RequestUri!.Query.Contains("page=2", StringComparison.Ordinal)
                    ? FakeApi.Json(
                        $$"""{"error":{"message":"What is {{request.RequestUri}}?"} }""",
                        HttpStatusCode.BadRequest
                    )
                    : Linked("""[{"id":"1"}]""", $"<{request.RequestUri}&page=2>; rel=next")
        );
        var connector = await Connector(
            """{"style":"link","largestPage":10}""",
            """{"type":"apiKey","in":"query","name":"api key","value":"{password}"}"""
        );
        var page = (await connector.FetchNext(api.Context(Settings), "partners", null, 10, Ct)).Value;
        Assert.DoesNotContain(Password, page.State, StringComparison.Ordinal);
        var error = (await connector.FetchNext(api.Context(Settings), "partners", page.State, 10, Ct)).Error!;
        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
        Assert.All(api.Requests, request => Assert.Equal(2, request.Split(Password).Length));
    }

    [Fact]
    public async Task Keys_that_no_document_could_have_are_escaped_and_found_again()
    {
        using var api = new FakeApi(
            (request, _) =>
                request.Method == HttpMethod.Patch ? FakeApi.Json("{}")
                : request.RequestUri!.AbsolutePath.EndsWith("partners", StringComparison.Ordinal)
                    ? FakeApi.Json("""{"data":[{"id":"a/b?~c","name":"x","roles":[],"etag":"1"}],"total":1}""")
                : FakeApi.Json("""{"id":"a/b?~c","name":"x","roles":[],"etag":"1"}""")
        );
        var connector = await Connector();
        var record = Assert.Single(await api.ReadAll(connector, Settings, "partners", 10));
        Assert.Equal("a~002fb~003f~007ec", record.Key);
        var write = new RecordWrite("partners", record.Key, new JsonObject { ["name"] = "y" }, "1");
        Assert.Null((await connector.Update(api.Context(Settings), write, Ct)).Error);
        Assert.Equal("""PATCH https://api.example/v1/partners/a/b?~c {"name":"y"}""", api.Requests[2]);
        Assert.Contains("If-Match: 1", api.Headers[2], StringComparison.Ordinal);

        foreach (var key in (string[])["..", "a~zz", "~-", ""])
        {
            var error = (await connector.Update(api.Context(Settings), write with { Key = key }, Ct)).Error!;
            Assert.Equal(ErrorKind.Validation, error.Kind);
        }
    }

    [Fact]
    public async Task A_token_is_fetched_once_for_all_that_want_it_and_again_when_it_is_refused_or_old()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var (issued, good) = (0, 1);
        using var api = new FakeApi(
            (request, _) =>
                request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal)
                    ? FakeApi.Json(
                        $$"""{"access_token":"token-{{Interlocked.Increment(ref issued)}}","expires_in":600}"""
                    )
                : request.Headers.Authorization?.Parameter == $"token-{good}"
                    ? FakeApi.Json("""{"data":[],"total":0}""")
                : FakeApi.Json("""{"error":{"message":"expired"}}""", HttpStatusCode.Unauthorized)
        );
        var connector = await Connector(
            null,
            """{"type":"oauth2ClientCredentials","tokenAddress":"{baseUrl}/token","clientId":"{user}","clientSecret":"{password}","scope":"read"}""",
            clock
        );
        async Task<IntegrationError?> Read(string tenant = "ten_test") =>
            (await connector.FetchNext(api.Context(Settings, tenant), "partners", null, 10, Ct)).Error;

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Read())), Assert.Null);
        Assert.Equal(1, issued);
        // Refused before its time: fetched anew once, and no more.
        good = 2;
        Assert.Null(await Read());
        Assert.Equal(2, issued);
        good = 99;
        Assert.Equal("rest-sign-in-refused", (await Read())!.Code);
        Assert.Equal(3, issued);
        // Old; and another tenant's.
        good = 4;
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await Read());
        good = 5;
        Assert.Null(await Read("ten_other"));
        Assert.Equal(5, issued);
    }

    [Fact]
    public async Task Records_are_made_and_deleted_where_the_definition_says_how()
    {
        using var api = new FakeApi(
            (request, body) =>
                request.Method == HttpMethod.Delete
                    ? new HttpResponseMessage(
                        request.RequestUri!.AbsolutePath.EndsWith("/9", StringComparison.Ordinal)
                            ? HttpStatusCode.NotFound
                            : HttpStatusCode.NoContent
                    )
                : body.Contains("nokey", StringComparison.Ordinal) ? FakeApi.Json("{}")
                : FakeApi.Json("""{"data":{"id":7,"etag":"v1"}}""", HttpStatusCode.Created)
        );
        var connector = await Connector(change: item =>
        {
            item["create"] = JsonNode.Parse(
                """{"path":"partners","body":"{ 'partner': fields }","fields":["name"],"record":"data"}"""
            );
            item["delete"] = JsonNode.Parse("""{"path":"partners/{key}","ifMatch":true}""");
        });
        var context = api.Context(Settings);
        Assert.Equal(
            new WriteOutcome("7", "v1"),
            (await connector.Create(context, "partners", new() { ["name"] = "New" }, Ct)).Value
        );
        Assert.Equal("""POST https://api.example/v1/partners {"partner":{"name":"New"}}""", api.Requests[0]);
        var unknown = (await connector.Create(context, "partners", new() { ["name"] = "nokey" }, Ct)).Error!;
        Assert.Equal((ErrorKind.UnknownOutcome, "rest-key-unknown"), (unknown.Kind, unknown.Code));
        Assert.Equal(
            "/colour",
            (await connector.Create(context, "partners", new() { ["colour"] = "blue" }, Ct)).Error!.Pointer
        );

        Assert.Equal(new WriteOutcome("7", null), (await connector.Delete(context, "partners", "7", "v1", Ct)).Value);
        Assert.Contains("If-Match: v1", api.Headers[^1], StringComparison.Ordinal);
        Assert.Null((await connector.Delete(context, "partners", "9", "v1", Ct)).Error);
        Assert.Equal("rest-etag-missing", (await connector.Delete(context, "partners", "7", null, Ct)).Error!.Code);
        Assert.Equal(ErrorKind.NotSupported, (await connector.Create(context, "invoices", [], Ct)).Error!.Kind);
        Assert.Equal(ErrorKind.NotSupported, (await connector.Delete(context, "invoices", "7", "v1", Ct)).Error!.Kind);
    }

    [Theory]
    [InlineData("evil.example/")]
    [InlineData("evil.example#")]
    [InlineData("evil.example?")]
    [InlineData("x@evil.example")]
    [InlineData("evil.example\\")]
    [InlineData("evil.example:80")]
    [InlineData("..")]
    public async Task A_setting_within_the_base_address_leads_to_no_other_host(string company)
    {
        using var api = new FakeApi(
            (request, _) =>
            {
                Assert.EndsWith(".api.example", request.RequestUri!.Host, StringComparison.Ordinal);
                return FakeApi.Json("""{"data":[],"total":0}""");
            }
        );
        var connector = await Connector(address: "https://{user}.api.example/v1/");
        var settings = Settings;
        settings["user"] = company;
        var read = await connector.FetchNext(api.Context(settings), "partners", null, 10, Ct);
        Assert.True(read.Error is null or { Kind: ErrorKind.Configuration }, read.Error?.ToString());
    }

    private static HttpResponseMessage Linked(string body, string link)
    {
        var answer = FakeApi.Json(body);
        answer.Headers.TryAddWithoutValidation("Link", link);
        return answer;
    }

    private static async Task<RestConnector> Connector(
        string? paging = null,
        string? authentication = null,
        TimeProvider? clock = null,
        string? address = null,
        Action<JsonNode>? change = null
    )
    {
        var json = JsonNode.Parse(
            await File.ReadAllTextAsync(Repository.File("sandbox", "Rest", "virtual-rest.json"), Ct)
        )!;
        if (paging is not null)
        {
            json["objects"]![0]!["read"]!["paging"] = JsonNode.Parse(paging);
            json["objects"]![0]!["read"]!.AsObject().Remove("records");
        }
        json["baseAddress"] = address ?? "{baseUrl}";
        change?.Invoke(json["objects"]![0]!);
        if (authentication is not null)
        {
            json["authentication"] = JsonNode.Parse(authentication);
        }
        var (definition, errors) = await ReadDefinition.Run(Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.Empty(errors);
        return new RestConnector(definition!, clock ?? TimeProvider.System);
    }
}
