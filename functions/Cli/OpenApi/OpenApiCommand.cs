using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Functions.Http.OpenApi;

namespace IntegrationFunctions.Functions.Cli.OpenApi;

/// <summary><c>openapi</c>: the API's description as the server gives it, and what has become incompatible since it was released.</summary>
internal static class OpenApiCommand
{
    public static Command Create()
    {
        var command = new Command("openapi", "Print the API's description (OpenAPI 3.1).");
        command.SetAction(
            async (parsed, ct) =>
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(await Describe(ct));
                return 0;
            }
        );
        command.Subcommands.Add(CreateCompare());
        return command;
    }

    private static Command CreateCompare()
    {
        var released = new Argument<string>("released")
        {
            Description = "The description that clients were built against, such as docs/api/v1.json.",
        };
        var compare = new Command(
            "compare",
            "Name what a client of a released description would no longer find. Exits 1 where there is anything."
        )
        {
            released,
        };
        compare.SetAction(
            async (parsed, ct) =>
            {
                var before = Read(parsed.GetRequiredValue(released));
                var breaks = BreakingChanges.Between(before, (JsonObject)JsonNode.Parse(await Describe(ct))!);
                var output = parsed.InvocationConfiguration.Output;
                foreach (var change in breaks)
                {
                    await output.WriteLineAsync(change);
                }
                await output.WriteLineAsync($"{breaks.Count} breaking changes");
                return breaks.Count == 0 ? 0 : 1;
            }
        );
        return compare;
    }

    private static JsonObject Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject
                ?? throw new UserErrorException($"{path} holds no JSON object.");
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path} is not JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} can't be read: {e.Message}");
        }
    }

    // Asked of a server, over an empty folder: there is no other way to be sure that it says the same.
    private static async Task<string> Describe(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("integration-functions-openapi-");
        try
        {
            await using var app = PlatformHost.Build(new PlatformOptions(folder.FullName, Port: 0));
            await app.StartAsync(ct);
            using var http = new HttpClient { BaseAddress = app.Address() };
            var text = await http.GetStringAsync($"openapi/{ApiDescription.Document}.json", ct);
            await app.StopAsync(CancellationToken.None);
            return text;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
