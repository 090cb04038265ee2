using System.Net;
using System.Text;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Platform.Http;

public sealed class RedirectTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_read_follows_with_its_headers_within_its_origin(int status)
    {
        await using var site = await Site.Start(status, "/end?b=2");
        using var response = await site.Send(HttpMethod.Get, "/start?a=1");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("/end", response.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(("GET /end?b=2", "Bearer s3cret", "key"), site.Seen[^1].Without());
    }

    [Fact]
    public async Task To_another_origin_go_no_credentials_under_any_name()
    {
        await using var other = await Site.Start(200, "");
        await using var site = await Site.Start(302, new Uri(other.Address, "end").ToString());
        site.Http.Policy.Allow(other.Address.Host, other.Address.Port);
        using var response = await site.Send(HttpMethod.Get, "/start", cookie: "session=1");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var seen = Assert.Single(other.Seen);
        Assert.Equal(("GET /end", "", ""), seen.Without());
        Assert.Equal(("", "text/plain"), (seen.Cookie, seen.Accept));
    }

    [Fact]
    public async Task Without_being_told_to_a_client_follows_nothing()
    {
        await using var site = await Site.Start(302, "/end");
        using var response = await site.Http.Client().GetAsync(new Uri(site.Address, "start"), Ct);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Single(site.Seen);
    }

    [Fact]
    public async Task After_five_hops_it_is_refused_with_the_way_and_without_queries()
    {
        await using var site = await Site.Start(302, "/start?token=s3cret");
        var error = await Failure(site, HttpMethod.Get, "/start?token=s3cret");
        Assert.Equal((ErrorKind.Configuration, "redirect-refused"), (error.Kind, error.Code));
        Assert.Equal(6, site.Seen.Count);
        Assert.Contains("/start -> ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/", "egress-refused")]
    [InlineData("https://10.0.0.1/", "egress-refused")]
    [InlineData("https://[::ffff:127.0.0.1]/", "egress-refused")]
    [InlineData("https://2130706433/", "egress-refused")]
    [InlineData("https://0x7f.0.0.1/", "egress-refused")]
    [InlineData("https://0177.0.0.1/", "egress-refused")]
    [InlineData("https://127.0.0.1./", "egress-refused")]
    [InlineData("file:///etc/passwd", "egress-refused")]
    [InlineData("https://user:s3cret@example.com/", "redirect-refused")]
    public async Task Each_address_is_held_against_the_policy(string target, string code)
    {
        await using var site = await Site.Start(302, target);
        var error = await Failure(site, HttpMethod.Get, "/start");
        Assert.Equal((ErrorKind.Configuration, code), (error.Kind, error.Code));
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
        Assert.Single(site.Seen);
    }

    [Theory]
    [InlineData("http://plain.example/")]
    [InlineData("http://secure.example/")]
    public async Task From_https_to_http_nothing_follows_even_to_an_allowed_endpoint(string target)
    {
        var policy = new EgressPolicy();
        policy.Allow("plain.example", 80);
        policy.Allow("secure.example", 80);
        using var client = new HttpClient(new RedirectHandler(policy, new Answering(307, target)));
        await Assert.ThrowsAsync<RedirectRefusedException>(() => client.GetAsync("https://secure.example/", Ct));
    }

    [Theory]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_write_is_sent_again_within_its_origin_with_its_body(int status)
    {
        await using var site = await Site.Start(status, "/end");
        using var body = new TrackedContent("payload"u8.ToArray(), "text/plain");
        using var response = await site.Send(HttpMethod.Post, "/start", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["POST /start payload", "POST /end payload"], site.Seen.Select(s => $"{s.Line} {s.Body}"));
    }

    [Fact]
    public async Task A_write_goes_to_no_other_origin_and_is_no_unknown_outcome()
    {
        await using var other = await Site.Start(200, "");
        await using var site = await Site.Start(307, new Uri(other.Address, "end").ToString());
        site.Http.Policy.Allow(other.Address.Host, other.Address.Port);
        using var body = new TrackedContent("payload"u8.ToArray(), "text/plain");
        var error = await Failure(site, HttpMethod.Post, "/start", body);
        Assert.Equal((ErrorKind.Configuration, "redirect-refused"), (error.Kind, error.Code));
        Assert.Empty(other.Seen);
    }

    [Fact]
    public async Task A_body_that_can_be_read_once_is_not_sent_twice()
    {
        await using var site = await Site.Start(307, "/end");
        using var body = new StreamContent(new MemoryStream("payload"u8.ToArray()));
        Assert.Equal("redirect-refused", (await Failure(site, HttpMethod.Post, "/start", body)).Code);
        Assert.Single(site.Seen);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    public async Task Another_redirect_of_a_write_may_be_its_answer_and_is_handed_back(int status)
    {
        await using var site = await Site.Start(status, "/end");
        using var body = new TrackedContent("payload"u8.ToArray(), "text/plain");
        using var response = await site.Send(HttpMethod.Post, "/start", body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Single(site.Seen);
    }

    private static async Task<IntegrationError> Failure(
        Site site,
        HttpMethod method,
        string path,
        HttpContent? content = null
    )
    {
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => site.Send(method, path, content));
        Assert.True(HttpFailure.Is(thrown, Ct), thrown.ToString());
        return HttpFailure.ToError(thrown, site.Address, content is TrackedContent { Started: true });
    }

    private sealed record Request(
        string Line,
        string Authorization,
        string Key,
        string Cookie,
        string Accept,
        string Body
    )
    {
        public (string, string, string) Without() => (Line, Authorization, Key);
    }

    /// <summary>Answers /start with a redirect and everything else with 200.</summary>
    private sealed class Site(LoopbackServer server, List<Request> seen) : IAsyncDisposable
    {
        public Uri Address => server.Address;

        public List<Request> Seen => seen;

        public TestHttp Http { get; } = new(server.Address);

        public static async Task<Site> Start(int status, string location)
        {
            var seen = new List<Request>();
            var server = await LoopbackServer.Start(async http =>
            {
                using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
                var headers = http.Request.Headers;
                seen.Add(
                    new Request(
                        $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}",
                        headers.Authorization.ToString(),
                        headers["X-Api-Key"].ToString(),
                        headers.Cookie.ToString(),
                        headers.Accept.ToString(),
                        await reader.ReadToEndAsync()
                    )
                );
                if (http.Request.Path == "/start")
                {
                    http.Response.StatusCode = status;
                    http.Response.Headers.Location = location;
                }
            });
            return new Site(server, seen);
        }

        public async Task<HttpResponseMessage> Send(
            HttpMethod method,
            string path,
            HttpContent? content = null,
            string? cookie = null
        )
        {
            using var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = content };
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer s3cret");
            request.Headers.TryAddWithoutValidation("X-Api-Key", "key");
            request.Headers.TryAddWithoutValidation("Accept", "text/plain");
            if (cookie is not null)
            {
                request.Headers.TryAddWithoutValidation("Cookie", cookie);
            }
            return await Http.Following().SendAsync(request, Ct);
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await server.DisposeAsync();
        }
    }

    private sealed class Answering(int status, string location) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { RequestMessage = request };
            response.Headers.Location = new Uri(location);
            return Task.FromResult(response);
        }
    }
}
