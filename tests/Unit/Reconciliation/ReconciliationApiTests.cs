using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Banking.Channels;
using IntegrationFunctions.Banking.Reconciliation;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Functions.Http;
using IntegrationFunctions.Functions.Http.Reconciliations;
using IntegrationFunctions.Functions.Http.Statements;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Blobs;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Unit.Statements;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;
using Authorisation = IntegrationFunctions.Functions.Http.Authorisation;

namespace IntegrationFunctions.Tests.Unit.Reconciliation;

public sealed class ReconciliationApiTests : IAsyncLifetime
{
    private readonly ReconciliationFixture _bench = new();
    private readonly Mock<IConnections> _connections = new();
    private WebApplication? _app;
    private HttpClient? _client;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _bench.AddTo(builder.Services);
        builder.Services.AddHttpApi();
        builder.Services.AddSingleton(new ConnectorCatalogue([]));
        builder.Services.AddSingleton(Mock.Of<IOutgoingHttp>());
        builder.Services.AddIntegrations();
        builder.Services.AddSingleton(_connections.Object);
        builder.Services.AddReconciliationEndpoints();
        _app = builder.Build();
        _app.UseExceptionHandler();
        _app.Use(
            (HttpContext http, RequestDelegate next) =>
            {
                var role = Enum.Parse<Role>(http.Request.Headers["X-Role"].FirstOrDefault() ?? "Accountant");
                http.SetCaller(new Caller(ReconciliationFixture.Tenant, "usr_1", "key_1", new HashSet<Role> { role }));
                return next(http);
            }
        );
        _app.UseRouting();
        _app.Use(Authorisation.Run);
        _app.MapGroup("/api/v1").MapStatements().MapReconciliations();
        await _app.StartAsync(Ct);
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
        var now = new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
        var integration = new Integration(
            ReconciliationFixture.Erp,
            "ERP",
            "sap-s4hana",
            [],
            [],
            "ref",
            IntegrationStatus.Active,
            null,
            now,
            "usr_1",
            now
        );
        await _app
            .Services.GetRequiredService<IDocumentStores>()
            .ForTenant(ReconciliationFixture.Tenant)
            .Set($"integrations/{ReconciliationFixture.Erp}", integration, IntegrationJson.Default.Integration, ct: Ct);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task A_statement_is_imported_reconciled_looked_at_and_undone()
    {
        _bench.Invoices.Add(Make.Receivable("k1", 10m, reference: "RF1001"));
        byte[] file = Camt.File("S1", 0m, 17m, Camt.Credit(10m, "RF1001"), Camt.Credit(7m)).ToArray();

        var (created, import) = await Upload(file, "application/xml");
        Assert.Equal(HttpStatusCode.Created, created);
        var statement = import["statements"]![0]!;
        var id = statement["id"]!.GetValue<string>();
        Assert.True(statement["balanceCheck"]!["ties"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.OK, (await Upload(file, "text/xml; charset=utf-8")).Status);

        var body = new JsonObject { ["statementId"] = id, ["erpIntegrationId"] = ReconciliationFixture.Erp };
        using var started = await Client.PostAsJsonAsync("/api/v1/reconciliations", body, Ct);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var location = started.Headers.Location!.ToString();
        var rec = location.Split('/')[^1];
        await _app!
            .Services.GetRequiredService<DurableTaskClient>()
            .WaitForInstanceCompletionAsync(rec, cancellation: Ct);
        using var repeated = await Client.PostAsJsonAsync("/api/v1/reconciliations", body, Ct);
        Assert.Equal(HttpStatusCode.OK, repeated.StatusCode);

        var done = await Get(location);
        Assert.Equal("completed", done["state"]!.GetValue<string>());
        Assert.Equal((2, 1, 1), (Int(done, "lines"), Int(done, "reconciled"), Int(done, "openLines")));
        var match = Assert.Single((await Get($"{location}/matches"))["items"]!.AsArray())!;
        Assert.Equal("creditorReference", match["method"]!.GetValue<string>());
        Assert.Equal("creditor reference RF1001, amount 10.00 EUR.", match["reason"]!.GetValue<string>());
        var open = Assert.Single((await Get($"{location}/open-lines"))["items"]!.AsArray())!;
        Assert.Equal(ReasonCodes.NoCandidate, open["reasonCode"]!.GetValue<string>());
        var lines = (await Get($"/api/v1/statements/{id}/lines?limit=1"))["items"]!.AsArray();
        Assert.Equal("k1", Assert.Single(lines)!["matches"]![0]!["invoiceKey"]!.GetValue<string>());

        using var undone = await Client.DeleteAsync($"/api/v1/matches/{match["id"]}", Ct);
        Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
        Assert.Equal(1, Int(await Get(location), "undone"));
        using var gone = await Client.DeleteAsync($"/api/v1/matches/{match["id"]}", Ct);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task The_file_of_a_statement_is_had_back_byte_for_byte_and_in_parts()
    {
        byte[] file = Camt.File("S1", 0m, 1m, Camt.Credit(1m)).ToArray();
        var (_, import) = await Upload(file, "application/xml");
        var address = $"/api/v1/statements/{import["statements"]![0]!["id"]!.GetValue<string>()}/file";

        using var whole = await Client.GetAsync(address, Ct);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal(file, await whole.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal("application/xml", whole.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", whole.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", Assert.Single(whole.Headers.GetValues("X-Content-Type-Options")));
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        Assert.Equal($"\"{sha256}\"", whole.Headers.ETag!.Tag);

        using var part = await Send(address, r => r.Range = new RangeHeaderValue(5, 14));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(file[5..15], await part.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal($"bytes 5-14/{file.Length}", part.Content.Headers.ContentRange!.ToString());
        using var changed = await Send(
            address,
            r =>
            {
                r.Range = new RangeHeaderValue(5, 14);
                r.IfRange = new RangeConditionHeaderValue("\"other\"");
            }
        );
        Assert.Equal(file, await changed.Content.ReadAsByteArrayAsync(Ct));
        using var beyond = await Send(address, r => r.Range = new RangeHeaderValue(file.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        using var same = await Send(address, r => r.IfNoneMatch.Add(whole.Headers.ETag));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        using var none = await Client.GetAsync("/api/v1/statements/stm_none/file", Ct);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        // A statement of a time when files were not kept: its file comes back with the next import.
        var blobs = _app!.Services.GetRequiredService<IBlobStores>().ForTenant(ReconciliationFixture.Tenant);
        await blobs.Delete($"statements/{sha256}", ct: Ct);
        using var lost = await Client.GetAsync(address, Ct);
        Assert.Equal(HttpStatusCode.NotFound, lost.StatusCode);
        Assert.Contains("file-not-kept", await lost.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        await Upload(file, "application/xml");
        using var again = await Client.GetAsync(address, Ct);
        Assert.Equal(file, await again.Content.ReadAsByteArrayAsync(Ct));
    }

    private async Task<HttpResponseMessage> Send(string address, Action<HttpRequestHeaders> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        headers(request.Headers);
        return await Client.SendAsync(request, Ct);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_refused_with_a_code()
    {
        var (notXml, problem) = await Upload("hello"u8.ToArray(), "application/xml");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, notXml);
        Assert.Equal("not-xml", problem["code"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Upload("{}"u8.ToArray(), "application/json")).Status);
        var body = new JsonObject { ["statementId"] = "stm_none", ["erpIntegrationId"] = ReconciliationFixture.Erp };
        using var unknown = await Client.PostAsJsonAsync("/api/v1/reconciliations", body, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        Assert.Contains("/statementId", await unknown.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var missing = await Client.GetAsync("/api/v1/statements/stm_none", Ct);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task An_auditor_reads_and_does_not_write()
    {
        Client.DefaultRequestHeaders.Add("X-Role", nameof(Role.Auditor));
        Assert.Equal(HttpStatusCode.Forbidden, (await Upload("x"u8.ToArray(), "application/xml")).Status);
        Assert.Empty((await Get("/api/v1/statements"))["items"]!.AsArray());
    }

    [Fact]
    public async Task The_newest_statement_is_fetched_from_the_bank()
    {
        var bank = new Mock<IConnector>();
        bank.As<IBankChannel>()
            .Setup(b =>
                b.GetStatement(It.IsAny<ConnectorContext>(), "DE89370400440532013000", It.IsAny<CancellationToken>())
            )
            .ReturnsAsync((Result<byte[]>)Camt.File("S1", 0m, 1m, Camt.Credit(1m)).ToArray());
        using var http = new HttpClient();
        var settings = new JsonObject { ["iban"] = "DE89370400440532013000" };
        var context = new ConnectorContext(ReconciliationFixture.Tenant, "int_bank", settings, http, "c");
        Result<OpenConnection> open = new OpenConnection(bank.Object, context);
        _connections
            .Setup(c =>
                c.Open(ReconciliationFixture.Tenant, "int_bank", It.IsAny<string>(), It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(open);
        var body = new JsonObject { ["bankIntegrationId"] = "int_bank" };
        using var first = await Client.PostAsJsonAsync("/api/v1/statements/fetch", body, Ct);
        using var second = await Client.PostAsJsonAsync("/api/v1/statements/fetch", body, Ct);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
    }

    private static int Int(JsonNode node, string name) => node[name]!.GetValue<int>();

    private async Task<JsonNode> Get(string path) => JsonNode.Parse(await Client.GetStringAsync(path, Ct))!;

    private async Task<(HttpStatusCode Status, JsonNode Body)> Upload(byte[] file, string type)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await Client.PostAsync("/api/v1/statements", content, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }
}
