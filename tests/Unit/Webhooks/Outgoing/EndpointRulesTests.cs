using System.Net;
using System.Net.Sockets;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Webhooks.Outgoing;

namespace IntegrationFunctions.Tests.Unit.Webhooks.Outgoing;

public sealed class EndpointRulesTests
{
    private readonly EndpointRules _rules = new(
        new DocumentCatalogue([new DocumentGroup("payments").Publishes("payment"), new DocumentGroup("quiet")]),
        new EgressPolicy(
            (host, _) =>
                host switch
                {
                    "unknown.example.com" => throw new SocketException((int)SocketError.HostNotFound),
                    "inside.example.com" => Task.FromResult(new[] { IPAddress.Parse("10.1.2.3") }),
                    _ => Task.FromResult(new[] { IPAddress.Parse("198.41.0.4") }),
                }
        ),
        new FixedEgress()
    );

    [Theory]
    [InlineData("https://hooks.example.com/in?x=1")]
    [InlineData("https://unknown.example.com")]
    public async Task Addresses_on_the_open_internet_are_taken_even_before_they_are_known(string url) =>
        Assert.Empty(await Check(new(Url: url)));

    [Theory]
    [InlineData("")]
    [InlineData("hooks.example.com")]
    [InlineData("http://hooks.example.com")]
    [InlineData("ftp://hooks.example.com")]
    [InlineData("https://user:word@hooks.example.com")]
    [InlineData("https://hooks.example.com/#part")]
    [InlineData("https://inside.example.com")]
    [InlineData("https://127.0.0.1")]
    [InlineData("https://[::ffff:10.0.0.1]")]
    public async Task Other_addresses_are_refused(string url) =>
        Assert.Equal("/url", Assert.Single(await Check(new(Url: url))).Pointer);

    [Theory]
    [InlineData("*", true)]
    [InlineData("payment.*", true)]
    [InlineData("payment.deleted", true)]
    [InlineData("payment", false)]
    [InlineData("payment.", false)]
    [InlineData("payment.approved", false)]
    [InlineData("quiet.created", false)]
    [InlineData("*.created", false)]
    [InlineData("", false)]
    public async Task Types_are_those_that_there_are(string type, bool allowed)
    {
        var errors = await Check(new(Types: [type]));

        Assert.Equal(allowed ? [] : ["/types/0"], errors.Select(e => e.Pointer));
    }

    [Fact]
    public async Task Whatever_is_too_much_is_said_with_its_place()
    {
        var many = Enumerable.Range(0, 51).Select(_ => "*").ToArray();
        var errors = await Check(
            new(
                Description: new string('x', 501),
                Types: many,
                MaxPerSecond: 10_001,
                Filter: new Dictionary<string, IReadOnlyList<string>> { ["a/b~c"] = [] }
            )
        );

        Assert.Equal(["/description", "/maxPerSecond", "/types", "/filter/a~1b~0c"], errors.Select(e => e.Pointer));
        Assert.Equal("/types", Assert.Single(await Check(new(Types: []))).Pointer);
    }

    private async Task<IReadOnlyList<IntegrationError>> Check(EndpointSettings settings) =>
        await _rules.Check("ten_a", settings, TestContext.Current.CancellationToken);
}
