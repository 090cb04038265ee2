using System.Net;
using System.Net.Sockets;
using System.Text;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>One server process of its own for all: what a user meets who starts it for the first time.</summary>
public sealed class ServeCommandTests(ServeCommandTests.Running running) : IClassFixture<ServeCommandTests.Running>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ServerProcess Server => running.Server;

    [Theory]
    [InlineData("--port", "99999")]
    [InlineData("--host", "nowhere")]
    [InlineData("frobnicate")]
    [InlineData("--frobnicate")]
    public async Task What_is_not_understood_is_one_line_and_exit_code_2(params string[] arguments)
    {
        var outcome = await Cli.Run(Ct, arguments);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Out));
        Assert.Contains(arguments[^1], OneLine(outcome.Error));
    }

    [Fact]
    public async Task A_data_folder_without_a_name_is_one_line()
    {
        var outcome = await Cli.Run(Ct, "serve", "--port", "0", "--data", "");

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
        Assert.Contains("is empty", OneLine(outcome.Error));
    }

    [Fact]
    public async Task A_port_in_use_is_one_line()
    {
        using var folder = new TemporaryFolder();

        var outcome = await Cli.Run(Ct, "--data", folder.File("data"), "--port", $"{Server.Address.Port}");

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
        Assert.Contains($"Port {Server.Address.Port} is in use", OneLine(outcome.Error));
    }

    [Fact]
    public async Task A_folder_in_use_is_one_line_for_every_verb()
    {
        string[][] verbs =
        [
            ["serve", "--port", "0"],
            ["demo"],
            ["key", "new"],
        ];
        foreach (var verb in verbs)
        {
            var outcome = await Cli.Run(Ct, [.. verb, "--data", running.Folder]);

            Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
            Assert.Contains("is in use by another process", OneLine(outcome.Error));
        }
    }

    [Fact]
    public async Task A_wrong_port_in_the_environment_stops_only_what_listens()
    {
        (string, string)[] environment = [("FUNCTIONS_CUSTOMHANDLER_PORT", "abc")];
        using var folder = new TemporaryFolder();

        var serve = await Cli.RunWith(Ct, environment, "--data", folder.File("data"));
        var help = await Cli.RunWith(Ct, environment, "--help");

        Assert.Equal((1, ""), (serve.ExitCode, serve.Out));
        Assert.Contains("FUNCTIONS_CUSTOMHANDLER_PORT must be 1 to 65535; it is 'abc'", OneLine(serve.Error));
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
    }

    [Fact]
    public async Task A_key_for_a_folder_that_is_not_there_makes_no_folder()
    {
        using var folder = new TemporaryFolder();

        var outcome = await Cli.Run(Ct, "key", "new", "--data", folder.File("data"));

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
        Assert.Contains("There is no data folder", OneLine(outcome.Error));
        Assert.False(Directory.Exists(folder.File("data")));
    }

    [Fact]
    public async Task A_signal_stops_it_while_it_works_and_the_key_is_printed_once()
    {
        Signals.SkipWithout();
        using var folder = new TemporaryFolder();
        await using var first = await ServerProcess.Start(folder.Path, "--port", "0");
        var owner = new ApiClient(first.Address, first.Key);
        var sap = (await owner.Get("/api/v1/integrations")).Json!["items"]![0]!["id"]!.GetValue<string>();
        Assert.Equal(202, (await owner.Post($"/api/v1/integrations/{sap}/sync")).Status);

        Assert.Equal((0, ""), await first.Stop("TERM"));

        await using var second = await ServerProcess.Start(folder.Path, "--port", "0");
        Assert.Null(second.Key);
        Assert.Equal(200, (await new ApiClient(second.Address, first.Key).Get("/api/v1/integrations")).Status);
        Assert.Equal((0, ""), await second.Stop("INT"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/docs/")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/api/v1/integrations")]
    public async Task What_answers_GET_answers_HEAD_without_a_body(string path)
    {
        var client = new ApiClient(Server.Address, Server.Key);

        var head = await client.Send(HttpMethod.Head, path, null);

        Assert.Equal((200, ""), (head.Status, head.Text));
        Assert.Equal(200, (await client.Get(path)).Status);
    }

    [Fact]
    public async Task A_body_that_can_not_be_read_is_told_for_what_it_is()
    {
        var client = new ApiClient(Server.Address, Server.Key);
        var nested = string.Concat(Enumerable.Repeat("{\"a\":", 80)) + "1" + new string('}', 80);

        var deep = await client.Post("/api/v1/integrations", $$"""{"name":"x","settings":{{nested}}}""");
        var half = await client.Post("/api/v1/integrations", """{"name":"\ud800","connector":"x","settings":{}}""");

        Assert.Equal((400, "body-invalid"), (deep.Status, deep.Field("code")));
        Assert.Contains("deeper than 64 levels", deep.Field("detail"));
        Assert.Equal((400, "body-invalid"), (half.Status, half.Field("code")));
        Assert.Contains("'/name' holds a character that is no Unicode", half.Field("detail"));
    }

    [Theory]
    [MemberData(nameof(BadFiles.Names), MemberType = typeof(BadFiles))]
    public async Task A_bad_statement_is_refused_with_its_code(string name)
    {
        var (code, content) = BadFiles.All[name];
        using var http = new HttpClient { BaseAddress = Server.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Server.Key);
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new("application/xml");

        using var answer = await http.PostAsync(new Uri("/api/v1/statements", UriKind.Relative), body, Ct);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(
            $"\"code\":\"{(content.Length == 0 ? "empty-file" : code)}\"",
            await answer.Content.ReadAsStringAsync(Ct)
        );
    }

    [Fact]
    public async Task A_statement_that_is_too_large_is_refused_by_its_head()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Server.Address.Host, Server.Address.Port, Ct);
        var stream = client.GetStream();
        var head =
            $"POST /api/v1/statements HTTP/1.1\r\nHost: {Server.Address.Authority}\r\nAuthorization: Bearer {Server.Key}\r\n"
            + "Content-Type: application/xml\r\nContent-Length: 2147483648\r\nExpect: 100-continue\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Ct);

        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync(Ct));
    }

    private static string OneLine(string error) => Assert.Single(error.TrimEnd().Split('\n'));

    public sealed class Running : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        public string Folder => _folder.Path;

        internal ServerProcess Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await ServerProcess.Start(Folder, "--port", "0");

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            _folder.Dispose();
        }
    }
}
