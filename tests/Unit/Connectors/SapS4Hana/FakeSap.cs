using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.SapS4Hana;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Tests.Unit.Connectors.SapS4Hana;

/// <summary>A server that answers as a test wants, and a connector that talks to it.</summary>
internal sealed class FakeSap : IAsyncDisposable
{
    public const string Password = "s3cret-password";

    private readonly LoopbackServer _server;
    private readonly TestHttp _http;

    private FakeSap(LoopbackServer server)
    {
        _server = server;
        _http = new TestHttp(server.Address, options => options.ReadRetries = 1);
    }

    public SapConnector Connector { get; } = new(TimeProvider.System);

    public ConnectorContext Context => ContextFor(_server.Address, _http);

    public static async Task<FakeSap> Start(RequestDelegate answer) => new(await LoopbackServer.Start(answer));

    public static ConnectorContext ContextFor(Uri address, TestHttp http) =>
        new(
            "ten_test",
            "int_test",
            new JsonObject
            {
                ["baseUrl"] = address.AbsoluteUri,
                ["user"] = "SANDBOX",
                ["password"] = Password,
                ["companyCode"] = "1010",
            },
            http.Client(),
            "cor_test"
        );

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }
}
