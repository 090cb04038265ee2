using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd.Guards;

/// <summary>The commands of the guides to limits and to the audit log, over one folder.</summary>
public sealed class LimitsGuideTests
{
    [Fact]
    public async Task The_commands_of_the_guides_do_what_they_say()
    {
        Guide.NeedShell("curl");
        using var folder = new TemporaryFolder();
        var limits = await Guide.Read("limits.md");
        var audit = await Guide.Read("audit.md");
        Assert.Equal((2, 2), (limits.Blocks.Count, audit.Blocks.Count));
        await using (var server = await ServerProcess.Start(folder.File("platform"), "--port", "0"))
        {
            await new ApiClient(server.Address, server.Key!).Post(
                "/api/v1/users",
                """{"name":"Somebody","roles":["auditor"]}"""
            );
            var settings = $"API_KEY={server.Key}\nAPI={server.Address.ToString().TrimEnd('/')}\n";
            var (online, said) = await Guide.Run(settings + limits.Blocks[0] + audit.Blocks[0], folder.Path);
            Assert.True(online == 0, said);
            Assert.Contains("\"plan\":\"enterprise\"", said, StringComparison.Ordinal);
            Assert.Contains("call.createUser", said, StringComparison.Ordinal);
        }

        var (exitCode, output) = await Guide.Run(limits.Blocks[1] + audit.Blocks[1], folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.Contains("its months are those of Europe/Paris", output, StringComparison.Ordinal);
        Assert.Contains("none tampered with", output, StringComparison.Ordinal);
    }
}
