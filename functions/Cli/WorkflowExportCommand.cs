using System.CommandLine;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Replay;
using IntegrationFunctions.Functions.Host;

namespace IntegrationFunctions.Functions.Cli;

/// <summary><c>workflow export ID</c>: an instance and its history as one JSON document, out of a data folder whose server is stopped.</summary>
internal static class WorkflowExportCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "The instance's id." };
        var data = CommonOptions.Data();
        var file = new Option<string?>("--out")
        {
            HelpName = "FILE",
            Description = "File to write, which must not exist yet. Without: the standard output.",
        };
        var command = new Command(
            "export",
            "Write an instance and its history as one JSON document. The server must be stopped; while it runs, use GET /api/v1/workflows/{id}/history?format=export."
        )
        {
            id,
            data,
            file,
        };
        command.SetAction(
            (parsed, ct) =>
                Run(
                    parsed.GetRequiredValue(id),
                    parsed.GetValue(data)!,
                    parsed.GetValue(file),
                    parsed.InvocationConfiguration.Output,
                    ct
                )
        );
        return command;
    }

    private static async Task<int> Run(string id, string data, string? file, TextWriter output, CancellationToken ct)
    {
        if (!Directory.Exists(data))
        {
            throw new UserErrorException($"There is no data folder {data}. Name the server's with --data DIR.");
        }
        // Composed and not started: nothing listens, no workflow runs.
        await using var app = PlatformHost.Build(new PlatformOptions(data));
        var client = app.Services.GetRequiredService<DurableTaskClient>();
        if (
            await client.GetInstanceAsync(id, getInputsAndOutputs: true, ct) is not { } instance
            || await client.GetHistoryAsync(id, ct) is not { } history
        )
        {
            throw new UserErrorException(
                $"There is no workflow '{id}' in {Path.GetFullPath(data)}. GET /api/v1/workflows lists them."
            );
        }
        if (history.Count == 0)
        {
            throw new UserErrorException($"The workflow '{id}' has not begun: it has no history yet.");
        }
        var json = ExportedHistory.Of(instance, history).ToJson();
        if (file is null)
        {
            await output.WriteAsync(System.Text.Encoding.UTF8.GetString(json));
            return 0;
        }
        try
        {
            await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            await stream.WriteAsync(json, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{file} can't be written: {e.Message} Name another with --out.");
        }
        return 0;
    }
}
