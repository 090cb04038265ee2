using System.Text.Json.Nodes;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Http.Pages;

namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>
/// The API, the pages and the probe. The host forwards requests with the path that they came with, so that addresses are the same everywhere.
/// Reading is forwarded from everywhere and writing below /api and to the addresses of webhooks alone: no function's address, all of which take
/// POST, has a route from outside.
/// </summary>
internal static class HttpFunctions
{
    public static IEnumerable<FunctionDeclaration> All =>
        [
            new() { Name = "Api", Bindings = [FunctionBinding.Http("api/{*path}"), FunctionBinding.HttpAnswer] },
            new()
            {
                Name = "Hooks",
                Bindings = [FunctionBinding.Http("hooks/{*path}", "post"), FunctionBinding.HttpAnswer],
            },
            new()
            {
                Name = "Pages",
                Bindings = [FunctionBinding.Http("{*path}", "get", "head"), FunctionBinding.HttpAnswer],
            },
            new()
            {
                Name = "WorkflowHealth",
                Bindings =
                [
                    FunctionBinding.Http(WorkflowHealth.Path.TrimStart('/'), "get"),
                    FunctionBinding.Client,
                    FunctionBinding.HttpAnswer,
                ],
                Handle = Probe,
            },
        ];

    // By envelope, because of its durableClient binding: probing an instance also tells it where the extension is.
    private static async Task<FunctionAnswer> Probe(Invocation call, CancellationToken ct)
    {
        var (status, report) = await WorkflowHealth.Check(call.Services.GetRequiredService<DurableTaskClient>(), ct);
        var answer = new JsonObject
        {
            ["statusCode"] = status,
            ["headers"] = new JsonObject { ["Content-Type"] = "application/json; charset=utf-8" },
            // Text: the host would write an object anew.
            ["body"] = report.ToJsonString(),
        };
        return new(Outputs: new JsonObject { [FunctionBinding.HttpAnswer.Name] = answer });
    }
}
