using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The guide's own commands, word by word but for address and key, against a server that was just started.</summary>
public sealed class ChangeMappingGuideTests
{
    [Fact]
    public async Task The_commands_of_the_guide_do_what_it_says()
    {
        Guide.NeedShell("curl");
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.Start(folder.File("data"), "--port", "0");

        var (exitCode, output) = await Guide.RunAgainst(server, "change-a-mapping.md", folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("/docs/errors#", output, StringComparison.Ordinal);
        Assert.Contains("\"note\":\"Names in capitals\"", output, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"dryRun\",\"version\":1,\"status\":\"succeeded\"", output, StringComparison.Ordinal);
        Assert.Contains("\"changedFields\":{\"/name\":400}", output, StringComparison.Ordinal);
        Assert.Contains("\"added\":1,\"changed\":0,\"unchanged\":2,\"removed\":0", output, StringComparison.Ordinal);
        Assert.Contains("{\"from\":\"I\",\"to\":\"IT\"}", output, StringComparison.Ordinal);
        Assert.Contains(
            "\"rule\":{\"target\":\"language\",\"source\":\"CorrespondenceLanguage\"",
            output,
            StringComparison.Ordinal
        );
        // In capitals while it was in force, and as it was when it was taken back.
        var names = output.Split('\n').Where(line => line.StartsWith("{\"key\":", StringComparison.Ordinal)).ToList();
        Assert.Equal(names[^2].ToUpperInvariant(), names[^1].ToUpperInvariant());
        Assert.NotEqual(names[^2], names[^1]);
    }
}
