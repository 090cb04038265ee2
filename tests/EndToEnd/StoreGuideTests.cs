using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The commands of the guide to the stores, over two folders whose servers were started once.</summary>
public sealed class StoreGuideTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_commands_of_the_guide_do_what_it_says()
    {
        Guide.NeedShell();
        using var folder = new TemporaryFolder();
        string key;
        string name;
        await using (var old = await ServerProcess.Start(folder.File("old"), "--port", "0"))
        {
            var made = await new ApiClient(old.Address, old.Key!).Post(
                "/api/v1/users",
                """{"name":"Somebody new","roles":["accountant"]}"""
            );
            name = made.Field("name");
        }
        await using (var before = await ServerProcess.Start(folder.File("new"), "--port", "0"))
        {
            key = before.Key!;
        }
        var guide = await Guide.Read("choosing-a-store.md");
        Assert.Equal(2, guide.Blocks.Count);

        var (exitCode, output) = await Guide.Run(string.Concat(guide.Blocks), folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.Equal(
            await File.ReadAllTextAsync(Repository.File("infra", "bicep", "containers.json"), Ct),
            await File.ReadAllTextAsync(folder.File("containers.json"), Ct)
        );
        Assert.Equal(
            await File.ReadAllTextAsync(Repository.File("infra", "bicep", "queues.json"), Ct),
            await File.ReadAllTextAsync(folder.File("queues.json"), Ct)
        );
        await using var server = await ServerProcess.Start(folder.File("new"), "--port", "0");
        var users = await new ApiClient(server.Address, key).Get("/api/v1/users");
        Assert.Contains(users.Json!["items"]!.AsArray(), user => user!["name"]!.GetValue<string>() == name);
    }
}
