using System.Text.Json.Nodes;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Http.Pages;

namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>
/// The API, the pages and the probe. The host forwards requests with the path that they came with, so that addresses are the same everywhere.
/// Reading is forwarded from everywhere, writing below /api, and to the addresses of webhooks, of forms and of OAuth alone: no function's address, all of which take
/// POST, has a route from outside.
/// </summary>
internal static class HttpFunctions
{
    public static IEnumerable<FunctionDeclaration> All =>
        [
            new() { Name = "Api", Bindings = [FunctionBinding.Http("api/{*path}"), FunctionBinding.HttpAnswer] },
            Forms("Hooks", "hooks/{*path}"),
            Forms("Invitations", "invitation"),
            Forms("OAuth", "connect/{*path}"),
            Forms("SignIn", "sign-in/{*path}"),
            Forms("SignOut", "sign-out"),
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

    private static FunctionDeclaration Forms(string name, string route) =>
        new() { Name = name, Bindings = [FunctionBinding.Http(route, "post"), FunctionBinding.HttpAnswer] };

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
