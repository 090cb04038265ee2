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
        var guide = await Guide.Read("incoming-webhooks.md");
        Assert.Equal(7, guide.Blocks.Count);
        var script = string.Concat(guide.Blocks)
            .Replace(
                "http://localhost:7071",
                server.Address.GetLeftPart(UriPartial.Authority),
                StringComparison.Ordinal
            )
            .Replace("ifk_test_...", server.Key, StringComparison.Ordinal);

        var (exitCode, output) = await Guide.Run(script, folder.Path);

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
