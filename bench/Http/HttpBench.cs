using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Bench;

/// <summary>
/// Point reads of the API by 32 clients, with sign-in, limits, quotas, audit and telemetry as they are, beside the same answer from a bare
/// server. Both servers are processes of their own and share the processors with the client.
/// </summary>
internal static class HttpBench
{
    private const int Clients = 32;
    private const int Rounds = 3;
    private const int MostWarming = 10;
    private const string BareFlag = "--serve-bare";

    public static async Task Run(string[] args)
    {
        if (args is [BareFlag, var bare, var path, var answer])
        {
            await BareServer.Run(int.Parse(bare, System.Globalization.CultureInfo.InvariantCulture), path, answer);
            return;
        }
        var report = new BenchReport("http", args.Contains("--json"));
        var folder = Directory.CreateTempSubdirectory("bench-http-").FullName;
        try
        {
            await Measure(report, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Measure(BenchReport report, string folder)
    {
        var port = Servers.FreePort();
        using var platform = Servers.Start("integration-functions.dll", "--port", $"{port}", "--data", folder);
        var key = await Servers.Key(platform);
        var (id, answer) = await Create(port, key);
        var barePort = Servers.FreePort();
        using var bare = Servers.Start(
            "IntegrationFunctions.Bench.dll",
            "http",
            BareFlag,
            $"{barePort}",
            folder,
            answer
        );
        await Servers.Answers(barePort);
        var ours = new List<LoadResult>();
        var limits = new List<LoadResult>();
        var read = $"GET /api/v1/integrations/{id} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n\r\n";
        var plain = "GET /read HTTP/1.1\r\nHost: localhost\r\n\r\n";
        await Warm(port, read);
        await Warm(barePort, plain);
        for (var round = 0; round < Rounds; round++)
        {
            var ourRound = await LoadGenerator.Run(port, read, Clients, BenchCases.Time);
            var bareRound = await LoadGenerator.Run(barePort, plain, Clients, BenchCases.Time);
            BenchCases.Check(
                ourRound.Statuses.Keys.All(s => s == 200),
                $"statuses {string.Join(", ", ourRound.Statuses)}"
            );
            ours.Add(ourRound);
            limits.Add(bareRound);
        }
        Servers.End(bare);
        Servers.End(platform);
        report.Add("point-read", "reads/s", Median(ours, r => r.PerSecond), Median(limits, r => r.PerSecond));
        report.Add("p99", "ms", Median(ours, r => r.P99), Median(limits, r => r.P99));
    }

    // A server that was just started compiles while it answers, for longer the more there is of it: until it gets no faster.
    internal static async Task Warm(int port, string request)
    {
        var last = 0.0;
        for (var window = 0; window < MostWarming; window++)
        {
            var now = (await LoadGenerator.Run(port, request, Clients, BenchCases.Time)).PerSecond;
            if (now < last * 1.1)
            {
                return;
            }
            last = now;
        }
    }

    private static double Median(List<LoadResult> results, Func<LoadResult, double> figure) =>
        BenchReport.Median(results.Select(figure));

    internal static async Task<(string Id, string Answer)> Create(int port, string key)
    {
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var body = """
            {"name":"bench","connector":"sap-s4hana",
             "settings":{"baseUrl":"https://erp.example.com","user":"U","password":"p","companyCode":"1010"}}
            """;
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var made = await http.PostAsync(new Uri("/api/v1/integrations", UriKind.Relative), content);
        var text = await made.Content.ReadAsStringAsync();
        BenchCases.Check(made.StatusCode == HttpStatusCode.Created, text);
        return (JsonNode.Parse(text)!["id"]!.GetValue<string>(), text);
    }
}
