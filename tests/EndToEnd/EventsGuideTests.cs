using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The commands of "Events", word by word but for address and key, against a server that was just started.</summary>
public sealed class EventsGuideTests
{
    [Fact]
    public async Task The_commands_of_the_guide_do_what_it_says()
    {
        Guide.NeedShell("curl");
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.Start(folder.File("data"), "--port", "0");

        var (exitCode, output) = await Guide.RunAgainst(server, "events.md", folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("/docs/errors#", output, StringComparison.Ordinal);
        Assert.Contains("\"previous\":{", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("\"type\":\"user.updated\"").Length - 1);
        Assert.Equal(1, output.Split("\"type\":\"user.created\"").Length - 1);
    }
}
