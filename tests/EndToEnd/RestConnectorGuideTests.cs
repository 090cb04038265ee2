using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The guide's own commands: a description is written, checked, given to a server, and synchronised.</summary>
public sealed class RestConnectorGuideTests
{
    [Fact]
    public async Task A_REST_API_is_connected_without_code()
    {
        Guide.NeedShell("curl");
        using var folder = new TemporaryFolder();
        var blocks = (await Guide.Read("rest-connector.md")).Blocks;
        var (exitCode, output) = await Guide.Run(string.Concat(blocks.SkipLast(1)), folder.Path);
        Assert.True(exitCode == 0, output);
        Assert.Contains("my-crm is good: partners.", output, StringComparison.Ordinal);
        Assert.Contains("wrong.json: /authentication/value: ", output, StringComparison.Ordinal);
        Assert.Contains("wrong.json: /objects/0/read/paging: ", output, StringComparison.Ordinal);
        Assert.Contains("wrong.json: /objects/0/mapping/rules/4/target: ", output, StringComparison.Ordinal);

        await using var server = await ServerProcess.StartWith(
            [("INTEGRATION_FUNCTIONS_CONNECTORS", folder.File("connectors"))],
            "--data",
            folder.File("data"),
            "--port",
            "0"
        );
        var script = blocks[^1]
            .Replace("ifk_test_...", server.Key!, StringComparison.Ordinal)
            .Replace(
                "http://localhost:7071",
                server.Address.GetLeftPart(UriPartial.Authority),
                StringComparison.Ordinal
            );
        (exitCode, output) = await Guide.Run(script, folder.Path);
        Assert.True(exitCode == 0, output);
        Assert.Contains("Partners can be read.", output, StringComparison.Ordinal);
        Assert.Contains("\"count\":400", output, StringComparison.Ordinal);
        Assert.Contains("\"ties\":true", output, StringComparison.Ordinal);
        Assert.Contains("\"isCustomer\":", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_does_not_start_with_a_description_that_is_wrong()
    {
        using var folder = new TemporaryFolder();
        var connectors = Directory.CreateDirectory(folder.File("connectors")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(connectors, "bad.json"),
            """{"name":"bad"}""",
            TestContext.Current.CancellationToken
        );
        var outcome = await Cli.RunWith(
            TestContext.Current.CancellationToken,
            [("INTEGRATION_FUNCTIONS_CONNECTORS", connectors)],
            "--data",
            folder.File("data"),
            "--port",
            "0"
        );
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("bad.json", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("'objects' is missing", outcome.Error, StringComparison.Ordinal);
    }
}
