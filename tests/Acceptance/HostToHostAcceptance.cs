using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using IntegrationFunctions.Banking.Channels.HostToHost;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Support;
using Moq;

namespace IntegrationFunctions.Tests.Acceptance;

/// <summary>The host-to-host connector against the virtual bank, over HTTP.</summary>
public sealed class HostToHostAcceptance(SandboxWorld sandbox)
    : ConnectorAcceptance,
        IClassFixture<SandboxWorld>,
        IAsyncLifetime
{
    private const string Token = "sandbox-bank-token";

    private readonly TestHttp _http = new(sandbox.Address);
    private Uri _world = null!;
    private string _iban = "";

    protected override IEnumerable<(string, string)> BadSettings =>
        [
            ("baseUrl", "bank.example"),
            ("baseUrl", "ftp://bank.example/"),
            ("iban", "DE1"),
            ("iban", "FR7630006000011234567890189"),
            ("bic", "AAAADEFF"),
            ("ownerName", ""),
        ];

    public async ValueTask InitializeAsync()
    {
        _world = await sandbox.Create(10);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_world}/bank/accounts");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var client = new HttpClient();
        using var response = await client.SendAsync(request, Ct);
        var accounts = JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct))!.AsArray();
        _iban = (string)accounts[0]!["iban"]!;
    }

    // Sending, and not reading, is what these tests are about.
    protected override IConnector Connector() => new HostToHostConnector(Mock.Of<IPaymentMessages>());

    protected override ConnectorContext Context() =>
        new(
            "ten_test",
            "int_test",
            new JsonObject
            {
                ["baseUrl"] = $"{_world}/bank",
                ["token"] = Token,
                ["iban"] = _iban,
                ["ownerName"] = "Demo company",
            },
            _http.Client(),
            "cor_test"
        );

    [Fact]
    public async Task An_unreadable_message_is_refused_and_was_never_received()
    {
        var bank = (HostToHostConnector)Connector();
        var sent = await bank.Send(Context(), "MSG-1", "<nothing"u8.ToArray(), Ct);
        Assert.Equal((ErrorKind.Validation, "bank-message-refused"), (Failed(sent).Kind, Failed(sent).Code));
        Assert.Null((await bank.GetStatus(Context(), "MSG-1", Ct)).Value);
    }

    [Fact]
    public async Task The_statement_of_the_account_is_a_camt_053_and_always_the_same()
    {
        var bank = (HostToHostConnector)Connector();
        var first = (await bank.GetStatement(Context(), _iban, Ct)).Value;
        var second = (await bank.GetStatement(Context(), _iban, Ct)).Value;
        Assert.Contains("camt.053.001", System.Text.Encoding.UTF8.GetString(first), StringComparison.Ordinal);
        Assert.Equal(first, second);
        var other = await bank.GetStatement(Context(), "DE89370400440532013000", Ct);
        Assert.Equal("bank-statement-missing", Failed(other).Code);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
