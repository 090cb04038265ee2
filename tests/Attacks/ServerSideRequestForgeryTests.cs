using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Tests.EndToEnd;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Attacks;

/// <summary>OWASP API7:2023, server side request forgery: through the address of a connector and of a webhook, with a listener that nobody must reach.</summary>
public sealed class ServerSideRequestForgeryTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly TcpListener _victim = new(IPAddress.Loopback, 0);
    private readonly List<string> _asked = [];
    private WebApplication _app = null!;
    private ApiClient _api = null!;
    private int _answers;

    private int Port => ((IPEndPoint)_victim.LocalEndpoint).Port;

    public async ValueTask InitializeAsync()
    {
        _victim.Start();
        _app = PlatformHost.Build(
            new PlatformOptions(
                _folder.Path,
                Port: 0,
                Configure: services => services.AddSingleton(new EgressPolicy(Resolve))
            )
        );
        await _app.StartAsync();
        await _app
            .Services.GetRequiredService<ITenants>()
            .Create("acme", "Acme", TestContext.Current.CancellationToken);
        var user = await _app.Services.GetRequiredService<IUsers>().Create("acme", "Dev", [Role.Developer], "system");
        var key = await _app.Services.GetRequiredService<IApiKeys>().Create("acme", user.Id, "test", "system");
        _api = new ApiClient(_app.Address(), key.Secret);
    }

    [Theory]
    [InlineData("https://127.0.0.1:{0}")]
    [InlineData("https://127.1:{0}")]
    [InlineData("https://2130706433:{0}")]
    [InlineData("https://0x7f000001:{0}")]
    [InlineData("https://017700000001:{0}")]
    [InlineData("https://[::1]:{0}")]
    [InlineData("https://[::ffff:127.0.0.1]:{0}")]
    [InlineData("https://[::ffff:7f00:1]:{0}")]
    [InlineData("https://[64:ff9b::7f00:1]:{0}")]
    [InlineData("https://0.0.0.0:{0}")]
    [InlineData("https://localhost:{0}")]
    [InlineData("https://localhost.:{0}")]
    [InlineData("https://loopback.example:{0}")]
    [InlineData("https://169.254.169.254")]
    [InlineData("https://metadata.example")]
    [InlineData("https://10.0.0.1")]
    [InlineData("https://100.64.0.1")]
    [InlineData("https://[fd00::1]")]
    [InlineData("http://public.example")]
    public async Task An_address_within_is_not_reached_however_it_is_written(string address)
    {
        var said = await Try(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, Port));

        Assert.True(
            said.Contains("egress-refused", StringComparison.Ordinal)
                || said.Contains("validation-failed", StringComparison.Ordinal)
                || said.Contains("settings", StringComparison.Ordinal),
            said
        );
        Assert.False(_victim.Pending());
    }

    [Theory]
    [InlineData("https://127.0.0.1:{0}")]
    [InlineData("https://0x7f000001:{0}")]
    [InlineData("https://[::ffff:127.0.0.1]:{0}")]
    [InlineData("https://localhost.:{0}")]
    [InlineData("https://loopback.example:{0}")]
    [InlineData("https://metadata.example/latest/meta-data")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("http://public.example")]
    [InlineData("https://public.example@127.0.0.1:{0}")]
    public async Task A_webhook_is_not_sent_within(string address)
    {
        var url = string.Format(System.Globalization.CultureInfo.InvariantCulture, address, Port);

        var made = await _api.Post("/api/v1/webhook-endpoints", new JsonObject { ["url"] = url }.ToJsonString());

        Assert.Equal((422, "validation-failed"), (made.Status, made.Code));
        Assert.Equal(["/url"], made.Pointers);
        Assert.False(_victim.Pending());
    }

    [Fact]
    public async Task A_webhook_whose_name_leads_elsewhere_when_it_is_sent_is_not_sent()
    {
        var url = $"https://hooks.example:{Port}/hook";
        var made = await _api.Post("/api/v1/webhook-endpoints", new JsonObject { ["url"] = url }.ToJsonString());
        Assert.Equal(201, made.Status);

        var tested = await _api.Post($"{made.Location}/test");

        Assert.Equal("egress-refused", (string?)tested.Json!["attempts"]![0]!["error"]);
        Assert.False(_victim.Pending());
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_at_the_second_look_gains_nothing()
    {
        var said = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            said.Add(await Try($"https://rebind.example:{Port}"));
        }

        Assert.Contains("rebind.example", _asked);
        Assert.Contains(said, text => text.Contains("egress-refused", StringComparison.Ordinal));
        Assert.False(_victim.Pending());
    }

    [Fact]
    public async Task Credentials_in_an_address_do_not_hide_its_host()
    {
        var said = await Try($"https://public.example@127.0.0.1:{Port}");

        Assert.DoesNotContain("\"ok\":true", said, StringComparison.Ordinal);
        Assert.False(_victim.Pending());
    }

    public async ValueTask DisposeAsync()
    {
        _victim.Stop();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    // 192.0.2.0/24 is for documentation and is refused too, so the first look at the rebinding name gets an address that may be dialled but
    // answers nobody (the second half of a block that is reserved for benchmarks would be refused as well).
    private Task<IPAddress[]> Resolve(string host, CancellationToken ct)
    {
        _asked.Add(host);
        var address = host switch
        {
            "rebind.example" when Interlocked.Increment(ref _answers) % 2 == 0 => "127.0.0.1",
            "loopback.example" or "localhost" => "127.0.0.1",
            "metadata.example" => "169.254.169.254",
            // Looked at when the endpoint is made, and again when something is sent.
            "hooks.example" => Interlocked.Increment(ref _answers) == 1 ? "198.41.0.4" : "127.0.0.1",
            _ => "203.0.113.1",
        };
        return Task.FromResult(new[] { IPAddress.Parse(address) });
    }

    private async Task<string> Try(string address)
    {
        var body = new JsonObject
        {
            ["name"] = "probe",
            ["connector"] = "sap-s4hana",
            ["settings"] = new JsonObject
            {
                ["baseUrl"] = address,
                ["user"] = "u",
                ["password"] = "p",
                ["companyCode"] = "1010",
            },
        };
        var made = await _api.Post("/api/v1/integrations", body.ToJsonString());
        return made.Status == 201 ? (await _api.Post($"{made.Location}/test")).Text : made.Text;
    }
}
