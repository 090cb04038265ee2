using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Host;

namespace IntegrationFunctions.Functions.Cli;

/// <summary><c>workflow replay DIR</c>: runs the present code over exported histories. Exit code 0: all as they were; 1: not so; 2: wrong use.</summary>
internal static class WorkflowReplayCommand
{
    private const int WrongUse = 2;

    public static Command Create()
    {
        var folder = new Argument<string>("dir")
        {
            Description = "Folder of exported histories; its *.json are replayed.",
        };
        var asJson = new Option<bool>("--json") { Description = "Answer with one JSON object." };
        var command = new Command(
            "replay",
            "Replay exported histories on the present code, and name the first step where it does something else."
        )
        {
            folder,
            asJson,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetRequiredValue(folder),
                parsed.GetValue(asJson),
                parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error
            )
        );
        return command;
    }

    private static int Run(string folder, bool asJson, TextWriter output, TextWriter error)
    {
        if (!Directory.Exists(folder))
        {
            error.WriteLine($"integration-functions: There is no folder '{folder}'. Name one with exported histories.");
            return WrongUse;
        }
        var files = Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
        {
            // Nothing to replay proves nothing.
            error.WriteLine(
                $"integration-functions: '{folder}' holds no *.json. Export histories to it with: workflow export ID --out FILE"
            );
            return 1;
        }
        var replay = new ReplayFile(Composition.AddWorkflows(new DurableTaskRegistry()));
        var outcomes = files.Select(replay.Run).ToList();
        var failed = outcomes.Count(o => !o.Ok);
        if (asJson)
        {
            var report = new ReplayReport(outcomes.Count, failed, outcomes);
            output.WriteLine(JsonSerializer.Serialize(report, ReplayReportJson.Default.ReplayReport));
        }
        else
        {
            foreach (var outcome in outcomes)
            {
                output.WriteLine(outcome.ToLine());
            }
            output.WriteLine(
                failed == 0 ? $"{outcomes.Count} replayed, all ok" : $"{failed} of {outcomes.Count} not ok"
            );
        }
        return failed == 0 ? 0 : 1;
    }
}

internal sealed record ReplayReport(int Files, int Failed, IReadOnlyList<ReplayOutcome> Outcomes);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ReplayReport))]
internal sealed partial class ReplayReportJson : JsonSerializerContext;
