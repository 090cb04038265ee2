using System.Text.Json.Nodes;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Replay;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Workflows.Reconciliation;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The verbs <c>workflow export</c> and <c>workflow replay</c> of the real executable.</summary>
public sealed class WorkflowCommandTests
{
    private const string Id = "rec_none";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_stopped_servers_folder_holds_is_exported_and_replays()
    {
        using var data = new TemporaryFolder();
        using var histories = new TemporaryFolder();
        await using (var app = PlatformHost.Build(new PlatformOptions(data.Path, Port: 0)))
        {
            await app.StartAsync(Ct);
            var client = app.Services.GetRequiredService<DurableTaskClient>();
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(ReconcileStatement),
                new ReconciliationInput("demo", Id, "stm_none", "int_none"),
                new StartOrchestrationOptions(Id),
                Ct
            );
            await client.WaitForInstanceCompletionAsync(Id, cancellation: Ct);
            var held = await Cli.Run(Ct, "workflow", "export", Id, "--data", data.Path);
            Assert.Equal((1, ""), (held.ExitCode, held.Out));
            Assert.Contains("in use by another process", held.Error, StringComparison.Ordinal);
            await app.StopAsync(Ct);
        }
        var file = Path.Combine(histories.Path, "one.json");

        var shown = await Cli.Run(Ct, "workflow", "export", Id, "--data", data.Path);
        var written = await Cli.Run(Ct, "workflow", "export", Id, "--data", data.Path, "--out", file);
        var again = await Cli.Run(Ct, "workflow", "export", Id, "--data", data.Path, "--out", file);
        var unknown = await Cli.Run(Ct, "workflow", "export", "rec_other", "--data", data.Path);
        var replayed = await Cli.Run(Ct, "workflow", "replay", histories.Path);

        Assert.True(shown.ExitCode == 0, shown.Error);
        Assert.Equal((0, "", ""), (written.ExitCode, written.Out, written.Error));
        Assert.Equal(shown.Out, await File.ReadAllTextAsync(file, Ct));
        var history = HistoryReader.Read(await File.ReadAllBytesAsync(file, Ct));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, history.Instance.Status);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains(file, again.Error, StringComparison.Ordinal);
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("There is no workflow 'rec_other'", unknown.Error, StringComparison.Ordinal);
        Assert.True(replayed.ExitCode == 0, replayed.Out + replayed.Error);
        Assert.StartsWith("ok       one.json: ReconcileStatement, ", replayed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_replay_is_named_file_by_file()
    {
        var folder = Repository.File("tests", "replay", "known-bad");

        var text = await Cli.Run(Ct, "workflow", "replay", folder);
        var json = await Cli.Run(Ct, "workflow", "replay", folder, "--json");

        Assert.Equal((1, 1), (text.ExitCode, json.ExitCode));
        Assert.Contains("differs  another-step.json: PayInvoices, step #", text.Out, StringComparison.Ordinal);
        Assert.Contains(
            "the history says activity 'SendPaymentByPost', the code does activity 'SendPayment'",
            text.Out
        );
        Assert.Contains("bad      newer-format.json: Its 'formatVersion' is 99", text.Out, StringComparison.Ordinal);
        Assert.Contains("There is no orchestrator 'PayNobody'. Registered are: PayInvoices", text.Out);
        var report = JsonNode.Parse(json.Out)!;
        var files = Directory.GetFiles(folder, "*.json").Length;
        Assert.Equal((files, files), (report["files"]!.GetValue<int>(), report["failed"]!.GetValue<int>()));
        var outcomes = report["outcomes"]!.AsArray().ToDictionary(o => o!["file"]!.GetValue<string>(), o => o!);
        Assert.Contains("unknown type, 'entityCalled'", $"{outcomes["unknown-event.json"]["problem"]}");
        Assert.Equal("nothing", $"{outcomes["a-step-left-over.json"]["divergence"]!["expected"]}");
        Assert.Contains("the result", $"{outcomes["another-result.json"]["divergence"]!["found"]}");
        Assert.Contains("order was altered", $"{outcomes["turns-out-of-order.json"]["problem"]}");
        Assert.Contains("not whole JSON", $"{outcomes["cut-in-the-middle.json"]["problem"]}");
    }

    [Fact]
    public async Task Nothing_to_replay_proves_nothing_and_wrong_use_is_told()
    {
        using var empty = new TemporaryFolder();

        var nothing = await Cli.Run(Ct, "workflow", "replay", empty.Path);
        var nowhere = await Cli.Run(Ct, "workflow", "replay", Path.Combine(empty.Path, "none"));
        var unnamed = await Cli.Run(Ct, "workflow", "replay");

        Assert.Equal((1, 2, 2), (nothing.ExitCode, nowhere.ExitCode, unnamed.ExitCode));
        Assert.Contains("holds no *.json", nothing.Error, StringComparison.Ordinal);
        Assert.Contains("There is no folder", nowhere.Error, StringComparison.Ordinal);
    }
}
