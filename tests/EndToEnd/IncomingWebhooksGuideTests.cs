using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The guide's own commands, word by word but for address and key, against a server that was just started.</summary>
public sealed class IncomingWebhooksGuideTests
{
    [Fact]
    public async Task The_commands_of_the_guide_do_what_it_says()
    {
        Guide.NeedShell("curl", "openssl");
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.Start(folder.File("data"), "--port", "0");

        var (exitCode, output) = await Guide.RunAgainst(server, "incoming-webhooks.md", folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("/docs/errors#", output, StringComparison.Ordinal);
        Assert.StartsWith("200\n200\n401\n", output, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"processed\"", output, StringComparison.Ordinal);
        Assert.Contains("\"repeats\":1", output, StringComparison.Ordinal);
        Assert.Contains("\"refused\":{\"signatureWrong\":1}", output, StringComparison.Ordinal);
        Assert.Contains("\"subject\":\"in_1\"", output, StringComparison.Ordinal);
        Assert.Contains("\"replays\":1", output, StringComparison.Ordinal);
        Assert.Contains("\"maxPerSecond\":500", output, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_the", output, StringComparison.Ordinal);
    }
}
