using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The guide's own commands, in its order, over a folder whose server runs until the keys are put away.</summary>
public sealed class BackupGuideTests
{
    [Fact]
    public async Task The_commands_of_the_guide_do_what_it_says()
    {
        Guide.NeedShell();
        using var folder = new TemporaryFolder();
        var guide = await Guide.Read("backup-and-restore.md");
        Assert.Equal(5, guide.Blocks.Count);
        string key;
        await using (var server = await ServerProcess.Start(folder.File("platform"), "--port", "0"))
        {
            key = server.Key!;
            var (online, said) = await Guide.Run(guide.Blocks[0] + guide.Blocks[1], folder.Path);
            Assert.True(online == 0, said);
            Assert.Contains("without the master keys", said, StringComparison.Ordinal);
        }

        var (exitCode, output) = await Guide.Run(string.Concat(guide.Blocks.Skip(2)), folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.Contains("Put the *.key files", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("trial")));
        // Users and their keys came back too.
        await using var restored = await ServerProcess.Start(folder.File("restored"), "--port", "0");
        Assert.Null(restored.Key);
        var answer = await new ApiClient(restored.Address, key).Get("/api/v1/integrations");
        Assert.NotEmpty(answer.Json!["items"]!.AsArray());
    }
}
