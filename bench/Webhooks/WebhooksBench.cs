using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Webhooks.Incoming;

namespace IntegrationFunctions.Bench;

/// <summary>
/// Webhooks of 1 kB from 64 connections, each of which waits for its answer: signature checked, repeat recognised, on disk before the 200. Beside
/// it a bare server that reads the body, and one that also inserts it. All are processes of their own and share the processors with the client.
/// </summary>
internal static class WebhooksBench
{
    private const int Connections = 64;
    private const int Rounds = 3;
    private const int WarmUps = 4;
    private const int MostPerSecond = 60_000;
    private const string BareFlag = "--serve-bare";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public static async Task Run(string[] args)
    {
        if (args is [BareFlag, var port, var path])
        {
            await BareHooks.Run(int.Parse(port, CultureInfo.InvariantCulture), path);
            return;
        }
        var report = new BenchReport("webhooks", args.Contains("--json"));
        var folder = Directory.CreateTempSubdirectory("bench-webhooks-").FullName;
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
        var barePort = Servers.FreePort();
        using var bare = Servers.Start("IntegrationFunctions.Bench.dll", "webhooks", BareFlag, $"{barePort}", folder);
        var (ours, limits, reads) = (new List<LoadResult>(), new List<LoadResult>(), new List<LoadResult>());
        try
        {
            var hook = await Hook.Make(port, await Servers.Key(platform));
            await Servers.Answers(barePort);
            // Until the runtime has compiled what it will: half of a server's first seconds go there.
            for (var round = 0; round < WarmUps; round++)
            {
                await Load(port, hook.Address);
                await Load(barePort, "/insert");
                await Load(barePort, "/read");
            }
            var (processor, taken) = (TimeSpan.Zero, 0.0);
            for (var round = 0; round < Rounds; round++)
            {
                var results = await DiskProbe.Bracket(
                    folder,
                    async () =>
                        (
                            Ours: await Ours(),
                            Insert: await Load(barePort, "/insert"),
                            Read: await Load(barePort, "/read")
                        )
                );
                ours.Add(results.Ours);
                limits.Add(results.Insert);
                reads.Add(results.Read);
            }
            BenchReport.Remark(
                FormattableString.Invariant(
                    $"The platform's processor time is {processor.TotalMicroseconds / taken:F0} us a message."
                )
            );

            async Task<LoadResult> Ours()
            {
                platform.Refresh();
                var before = platform.TotalProcessorTime;
                var result = await Load(port, hook.Address, hook.Check);
                platform.Refresh();
                processor += platform.TotalProcessorTime - before;
                taken += result.PerSecond * BenchCases.Time.TotalSeconds;
                return result;
            }
        }
        finally
        {
            Servers.End(bare);
            Servers.End(platform);
        }
        Add(report, "ingest", "messages/s", r => r.PerSecond);
        Add(report, "ingest-p99", "ms", r => r.P99);

        void Add(BenchReport to, string name, string unit, Func<LoadResult, double> figure) =>
            to.Add(name, unit, Median(ours, figure), Median(limits, figure), ("kestrel-read", Median(reads, figure)));
    }

    private static async Task<LoadResult> Load(int port, string path, Func<SignedMessages, Task>? check = null)
    {
        var messages = new SignedMessages(path, Secret);
        var each = (int)(MostPerSecond * BenchCases.Time.TotalSeconds / Connections);
        var result = await LoadGenerator.Run(port, messages.For(Connections, each), Connections, BenchCases.Time);
        BenchCases.Check(result.Statuses.Keys.All(s => s == 200), $"statuses {string.Join(", ", result.Statuses)}");
        if (check is not null)
        {
            await check(messages);
        }
        return result;
    }

    private static double Median(List<LoadResult> results, Func<LoadResult, double> figure) =>
        BenchReport.Median(results.Select(figure));

    /// <summary>An integration that is paused, so that nothing is measured but the taking in, and its webhook.</summary>
    private sealed record Hook(HttpClient Http, string Path, string Address)
    {
        public static async Task<Hook> Make(int port, string key)
        {
            var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            var integration = await Post(
                http,
                "/api/v1/integrations",
                """
                {"name":"bench","connector":"sap-s4hana",
                 "settings":{"baseUrl":"https://erp.example.com","user":"U","password":"p","companyCode":"1010"}}
                """
            );
            var path = $"/api/v1/integrations/{integration["id"]!.GetValue<string>()}";
            await Post(http, $"{path}/pause", "{}");
            var hook = await Post(
                http,
                $"{path}/incoming-webhooks",
                $$"""{"provider":"standard","secrets":["{{Secret}}"],"maxPerSecond":100000}"""
            );
            return new(
                http,
                $"{path}/incoming-webhooks/{hook["id"]!.GetValue<string>()}",
                hook["address"]!.GetValue<string>()
            );
        }

        /// <summary>That some of what was answered is there, the last ones among them.</summary>
        public async Task Check(SignedMessages messages)
        {
            foreach (var id in messages.Sent.TakeLast(Connections).Concat(messages.Sent.Take(10)))
            {
                var message = $"{Path}/messages/{IncomingInbox.IdOf(id)}";
                using var answer = await Http.GetAsync(new Uri(message, UriKind.Relative));
                BenchCases.Check(answer.StatusCode == HttpStatusCode.OK, $"{id} was answered and is not there");
            }
        }

        private static async Task<JsonNode> Post(HttpClient http, string path, string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
            var text = await answer.Content.ReadAsStringAsync();
            BenchCases.Check(answer.IsSuccessStatusCode, text);
            return JsonNode.Parse(text)!;
        }
    }
}
