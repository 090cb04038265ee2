using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>Waits for long work by asking the API, as any user of it would.</summary>
internal static class DemoWait
{
    /// <summary>Between two questions.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>The workflow once it has completed.</summary>
    /// <exception cref="DemoFailure">It ended otherwise.</exception>
    public static async Task<JsonNode> ForWorkflow(
        DemoApi api,
        string workflowId,
        Action<JsonNode> progress,
        CancellationToken ct
    )
    {
        while (true)
        {
            var workflow = await api.Get($"/api/v1/workflows/{workflowId}", ct);
            switch (workflow["status"]!.GetValue<string>().ToLowerInvariant())
            {
                case "completed":
                    return workflow;
                case "running" or "pending" or "continuedasnew":
                    if (workflow["customStatus"] is { } status)
                    {
                        progress(status);
                    }
                    await Task.Delay(Interval, ct);
                    break;
                case var other:
                    var why = workflow["failure"]?["message"] ?? workflow["failureDetails"]?["errorMessage"];
                    throw new DemoFailure($"The workflow {workflowId} ended as {other}: {why}");
            }
        }
    }
}
