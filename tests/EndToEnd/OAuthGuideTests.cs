using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The commands of "OAuth for your app", word by word but for address and key, against a server that was just started.</summary>
public sealed class OAuthGuideTests
{
    [Fact]
    public async Task The_commands_of_the_guide_do_what_it_says()
    {
        Guide.NeedShell("curl");
        Guide.NeedShell("openssl");
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.Start(folder.File("data"), "--port", "0");

        var (exitCode, output) = await Guide.RunAgainst(server, "oauth.md", folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("/docs/errors#", output, StringComparison.Ordinal);
        Assert.Contains("\"token_endpoint\"", output, StringComparison.Ordinal);
        Assert.Contains("\"signedInBy\":\"accessToken\"", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("\"connector\":\"sap-s4hana\"").Length - 1);
    }
}
