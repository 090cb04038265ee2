using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Tests.EndToEnd;

namespace IntegrationFunctions.Tests.Attacks;

/// <summary>OWASP API4:2023, unrestricted resource consumption: what is too much is refused early, and the server answers on.</summary>
[Collection(PlatformCollection.Name)]
public sealed class ResourceConsumptionTests(PlatformFixture platform)
{
    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        var answer = await platform.Owner.Post("/api/v1/users", $$"""{"name":"{{new string('x', 2_000_000)}}"}""");

        Assert.Equal((413, "body-too-large"), (answer.Status, answer.Code));
        await StillAnswers();
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public async Task Json_nested_without_end_is_refused(string open, string close)
    {
        var deep =
            string.Concat(Enumerable.Repeat(open, 50_000)) + "1" + string.Concat(Enumerable.Repeat(close, 50_000));

        var answer = await platform.Owner.Post(
            "/api/v1/integrations",
            """{"name":"x","connector":"sap-s4hana","settings":{"a":""" + deep + "}}"
        );

        Assert.Equal((400, "body-invalid"), (answer.Status, answer.Code));
        await StillAnswers();
    }

    [Theory]
    [InlineData("limit=1000000000")]
    [InlineData("limit=-1")]
    [InlineData("limit=99999999999999999999")]
    [InlineData("limit=1e3")]
    public async Task A_page_of_everything_is_not_to_be_had(string query) =>
        Assert.Equal(400, (await platform.Owner.Get($"/api/v1/integrations?{query}")).Status);

    [Fact]
    public async Task A_head_that_is_too_large_is_refused_with_a_reason()
    {
        var address = await platform.Owner.Get($"/api/v1/integrations?name={new string('x', 9_000)}");
        var header = await platform.Owner.Get("/api/v1/me", ("X-Large", new string('x', 33_000)));
        var many = Enumerable.Range(0, 101).Select(i => ($"X-{i}", "1")).ToArray();
        var headers = await platform.Owner.Get("/api/v1/me", many);

        Assert.Equal((414, "address-too-long"), (address.Status, address.Code));
        Assert.Equal((431, "headers-too-large"), (header.Status, header.Code));
        Assert.Equal((431, "headers-too-large"), (headers.Status, headers.Code));
        await StillAnswers();
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        var many = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"X-{i}: {i}\r\n"));

        var answers = await RawHttp.Send(
            platform.App.Address(),
            $"GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\n{many}Connection: close\r\n\r\n"
        );

        Assert.All(RawHttp.Statuses(answers), status => Assert.True(status is 400 or 431, $"{status}"));
        await StillAnswers();
    }

    [Fact]
    public async Task An_address_without_end_is_refused()
    {
        var answers = await RawHttp.Send(
            platform.App.Address(),
            $"GET /api/v1/integrations?name={new string('x', 100_000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        );

        Assert.All(RawHttp.Statuses(answers), status => Assert.True(status is 400 or 414 or 431, $"{status}"));
        await StillAnswers();
    }

    [Theory]
    [InlineData("prefix", "(a+)+$")]
    [InlineData("name", "^(([a-z])+.)+[A-Z]([a-z])+$")]
    public async Task A_filter_is_text_and_no_pattern(string parameter, string pattern)
    {
        var answer = await platform.Owner.Get(
            $"/api/v1/workflows?{parameter}={Uri.EscapeDataString(pattern + new string('a', 1_000))}"
        );

        Assert.Equal(400, answer.Status);
    }

    private async Task StillAnswers() => Assert.Equal(200, (await platform.Owner.Get("/api/v1/me")).Status);
}
