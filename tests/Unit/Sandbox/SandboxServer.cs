using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IntegrationFunctions.Sandbox;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Tests.Unit.Sandbox;

/// <summary>The sandbox behind a real server on a free port, with a manual clock.</summary>
public sealed class SandboxServer : IAsyncLifetime
{
    private readonly bool _ownsFolder;
    private WebApplication? _app;
    private HttpClient? _client;
    private int _worlds;

    public SandboxServer()
        : this(
            Path.Combine(Path.GetTempPath(), $"sandbox-{Guid.NewGuid():N}"),
            new ManualTimeProvider(),
            ownsFolder: true
        ) { }

    private SandboxServer(string folder, ManualTimeProvider clock, bool ownsFolder)
    {
        Folder = folder;
        Clock = clock;
        _ownsFolder = ownsFolder;
    }

    /// <summary>Another process's view of the same folder, as after a restart.</summary>
    public static async Task<SandboxServer> Over(string folder, ManualTimeProvider clock)
    {
        var server = new SandboxServer(folder, clock, ownsFolder: false);
        await server.InitializeAsync();
        return server;
    }

    public string Folder { get; }

    public ManualTimeProvider Clock { get; }

    /// <summary>No cookies kept, no credentials: every test says what it sends.</summary>
    public HttpClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSandbox(Folder);
        _app = builder.Build();
        _app.MapSandbox();
        await _app.StartAsync();
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = new Uri(_app.Urls.Single()),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        if (_ownsFolder && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>A fresh world of the given size; answers its name.</summary>
    public async Task<string> NewWorld(int records = 100, long seed = 1)
    {
        var name = $"w{Interlocked.Increment(ref _worlds)}-{Guid.NewGuid().ToString("N")[..8]}";
        using var response = await Client.PutAsJsonAsync($"/sandbox/{name}", new { records, seed });
        response.EnsureSuccessStatusCode();
        return name;
    }

    public async Task<JsonElement> World(string world) =>
        await Client.GetFromJsonAsync<JsonElement>($"/sandbox/{world}");

    public static AuthenticationHeaderValue SapUser { get; } =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("SANDBOX:sandbox")));

    public static AuthenticationHeaderValue BankUser { get; } = new("Bearer", "sandbox-bank-token");

    public static string Partners(string world, string rest = "") =>
        $"/sandbox/{world}/sap/sap/opu/odata/sap/API_BUSINESS_PARTNER/A_BusinessPartner{rest}";

    public static string OpenItems(string world, string rest = "") =>
        $"/sandbox/{world}/sap/sap/opu/odata/sap/API_OPLACCTGDOCITEMCUBE_SRV/A_OperationalAcctgDocItemCube{rest}";

    public static string Journal(string world, string rest = "") =>
        $"/sandbox/{world}/sap/sap/opu/odata/sap/API_JOURNALENTRYITEMBASIC_SRV/A_JournalEntryItemBasic{rest}";

    public async Task<HttpResponseMessage> Send(HttpMethod method, string uri, Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(method, uri);
        request.Headers.Authorization = uri.Contains("/bank/", StringComparison.Ordinal) ? BankUser : SapUser;
        with?.Invoke(request);
        return await Client.SendAsync(request);
    }

    public async Task<(int Status, string Text)> Read(
        HttpMethod method,
        string uri,
        Action<HttpRequestMessage>? with = null
    )
    {
        using var response = await Send(method, uri, with);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public static Task<string> TextOf(HttpResponseMessage response) => response.Content.ReadAsStringAsync();

    /// <summary>The "d" of a successful OData answer.</summary>
    public async Task<JsonElement> Get(string uri)
    {
        using var response = await Send(HttpMethod.Get, uri);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {uri}: {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.GetProperty("d").Clone();
    }

    /// <summary>All entities of a list, page after page.</summary>
    public async Task<List<JsonElement>> GetAll(string uri)
    {
        var all = new List<JsonElement>();
        for (var next = (string?)uri; next is not null; )
        {
            var page = await Get(next);
            all.AddRange(page.GetProperty("results").EnumerateArray());
            next = page.TryGetProperty("__next", out var link) ? link.GetString() : null;
        }
        return all;
    }

    /// <summary>The message of an OData error with the expected status.</summary>
    public async Task<string> Error(int status, string uri)
    {
        using var response = await Send(HttpMethod.Get, uri);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode} {uri}: {text}");
        using var document = JsonDocument.Parse(text);
        var error = document.RootElement.GetProperty("error");
        Assert.NotEqual("", error.GetProperty("code").GetString());
        Assert.True(error.TryGetProperty("innererror", out _));
        return error.GetProperty("message").GetProperty("value").GetString()!;
    }
}
