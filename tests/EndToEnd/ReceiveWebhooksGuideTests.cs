using System.Net;
using System.Net.Sockets;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The commands of "Receive webhooks", with the guide's own receiver.</summary>
public sealed class ReceiveWebhooksGuideTests
{
    [Fact]
    public async Task The_commands_of_the_guide_do_what_it_says()
    {
        Guide.NeedShell("curl", "node");
        using var folder = new TemporaryFolder();
        var port = FreePort();
        await using var server = await ServerProcess.Start(
            folder.File("data"),
            "--port",
            "0",
            "--allow",
            $"localhost:{port}"
        );

        var (exitCode, output) = await Guide.RunAgainst(
            server,
            "receive-webhooks.md",
            folder.Path,
            ("localhost:9000", $"localhost:{port}"),
            ("listen(9000", $"listen({port}")
        );

        Assert.True(exitCode == 0, output);
        Assert.Equal(1, output.Split("/docs/errors#validation-failed").Length - 1);
        Assert.Contains("\"pointer\":\"/filter/roles\"", output, StringComparison.Ordinal);
        Assert.Contains("user.created 1 after 0 new\nuser.updated 2 after 1 new\n", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("\"status\":204").Length - 1);
        var received = await File.ReadAllTextAsync(folder.File("received.txt"), TestContext.Current.CancellationToken);
        Assert.Equal(3, received.Split("repeat").Length - 1);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
