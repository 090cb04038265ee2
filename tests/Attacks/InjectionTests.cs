using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.SignIn;
using IntegrationFunctions.Tests.EndToEnd;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Tests.Attacks;

/// <summary>OWASP API8:2023 and API10:2023: text that becomes a line of a log, a formula of a sheet, markup of a page, a header or a query.</summary>
public sealed class InjectionTests : IAsyncLifetime
{
    private const string ForgedLine = "x\r\n2026-01-01T00:00:00.000Z crit: Forged[0] all is lost\u2028\u001b[2J";
    private readonly TemporaryFolder _folder = new();
    private readonly LineLog _log = new();
    private WebApplication _app = null!;
    private ApiClient _api = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = PlatformHost.Build(
            new PlatformOptions(
                _folder.Path,
                Port: 0,
                Configure: services => services.AddSingleton<ILoggerProvider>(_log)
            )
        );
        await _app.StartAsync();
        await _app.Services.GetRequiredService<ITenants>().Create("acme", "Acme", Ct);
        var user = await _app
            .Services.GetRequiredService<IUsers>()
            .Create("acme", "Owner", [Role.Owner, Role.Accountant], "system", ct: Ct);
        var key = await _app.Services.GetRequiredService<IApiKeys>().Create("acme", user.Id, "t", "system", Ct);
        _api = new ApiClient(_app.Address(), key.Secret);
    }

    [Theory]
    [InlineData("/api/v1/integrations/{0}")]
    [InlineData("/api/v1/integrations?cursor={0}")]
    [InlineData("/sign-in?return={0}")]
    [InlineData("/connect/authorize?client_id={0}")]
    [InlineData("/{0}")]
    public async Task What_a_caller_sends_writes_no_line_of_its_own_into_the_log(string path)
    {
        var text = string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            path,
            Uri.EscapeDataString(ForgedLine)
        );

        await _api.Get(text, ("User-Agent", "agent"), ("X-Correlation-Id", "c"));

        Assert.DoesNotContain(_log.Lines, line => line.StartsWith("2026-01-01T00:00:00", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains('\u001b', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"https://evil.example\",\"Open\")")]
    [InlineData("+1+cmd|' /C calc'!A0")]
    [InlineData("-2+3")]
    [InlineData("@SUM(1+1)*cmd|' /C calc'!A0")]
    public async Task Nothing_in_an_exported_sheet_begins_as_a_formula(string text)
    {
        await _api.Send(HttpMethod.Post, "/api/v1/users", """{"name":"x","roles":["auditor"]}""", ("User-Agent", text));
        var csv = (await _api.Get("/api/v1/audit/export?format=csv")).Text;

        Assert.Contains("call.createUser", csv, StringComparison.Ordinal);
        foreach (var cell in csv.Split('\n').Skip(1).SelectMany(line => line.Split(',')))
        {
            Assert.False(cell.TrimStart('"') is ['=' or '+' or '@', ..] or ['-', not (>= '0' and <= '9'), ..], cell);
        }
    }

    [Theory]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("javascript:alert(1)")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    public async Task The_page_after_signing_in_is_one_of_ours_and_no_script(string address)
    {
        var page = await _api.Get($"/sign-in?return={Uri.EscapeDataString(address)}");

        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("name=\"return\" value=\"/\"", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("' OR 1=1 --")]
    [InlineData("%27%20UNION%20SELECT%20content%20FROM%20documents--")]
    [InlineData("$ne")]
    [InlineData("*")]
    public async Task A_filter_finds_what_is_so_named_and_nothing_else(string name)
    {
        await _api.Post("/api/v1/users", """{"name":"x","roles":["auditor"]}""");

        var found = await _api.Get($"/api/v1/users?name={Uri.EscapeDataString(name)}");

        Assert.Equal(200, found.Status);
        Assert.Empty(found.Json!["items"]!.AsArray());
    }

    [Fact]
    public async Task An_application_named_in_markup_is_shown_as_text()
    {
        var id = (await _api.Get("/api/v1/me")).Field("userId");
        var refused = await _api.Post(
            "/api/v1/applications",
            """{"name":"x","scopes":["integrations:read"],"redirectUris":["https://app.example.com/\"><script>"]}"""
        );
        Assert.Equal((422, "/redirectUris/0"), (refused.Status, refused.Pointers.Single()));
        var made = await _api.Post(
            "/api/v1/applications",
            """
            {"name":"<img src=x onerror=alert(1)>","scopes":["integrations:read"],"redirectUris":["https://app.example.com/"]}
            """
        );
        var sessions = _app.Services.GetRequiredService<ISessions>();
        var session = await sessions.Begin(new("acme", id, false, null, null), Ct);
        var query =
            $"response_type=code&client_id={made.Json!["application"]!["id"]}&redirect_uri=https%3A%2F%2Fapp.example.com%2F"
            + $"&state={Uri.EscapeDataString("\"><script>")}&scope=integrations:read"
            + $"&code_challenge={new string('a', 43)}&code_challenge_method=S256";

        var page = await new ApiClient(_app.Address(), null).Get(
            $"/connect/authorize?{query}",
            ("Cookie", $"session={session.Secret}")
        );

        Assert.Equal(200, page.Status);
        Assert.Contains("&lt;img", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Text, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Lines as the console's formatter writes them: one an entry, if nothing breaks it.</summary>
    private sealed class LineLog : ILoggerProvider, ILogger
    {
        private readonly Lock _gate = new();
        private readonly StringWriter _text = new();

        public IEnumerable<string> Lines
        {
            get
            {
                lock (_gate)
                {
                    return _text.ToString().Split(['\n', '\r', '\u2028']);
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            lock (_gate)
            {
                _text.WriteLine(formatter(state, exception));
            }
        }

        public void Dispose() => _text.Dispose();
    }
}
