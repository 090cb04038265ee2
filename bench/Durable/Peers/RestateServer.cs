using System.Diagnostics;

namespace IntegrationFunctions.Bench;

/// <summary>A Restate server of our own on free ports, with its own settings for durability (its log is synced).</summary>
internal sealed class RestateServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ServerFolder _folder = new();
    private Process? _process;

    public string Ingress { get; } = $"http://127.0.0.1:{PeerFiles.FreePort()}";

    public string Admin { get; } = $"http://127.0.0.1:{PeerFiles.FreePort()}";

    public static async Task<RestateServer> Start()
    {
        var server = new RestateServer();
        var start = new ProcessStartInfo(
            "/bin/sh",
            [
                "-c",
                "exec \"$0\" --no-logo >/dev/null 2>&1",
                PeerFiles.Installed("@restatedev", "restate-server-linux-x64", "bin", "restate-server"),
            ]
        )
        {
            WorkingDirectory = server._folder.Path,
        };
        start.Environment["RESTATE_BASE_DIR"] = server._folder.Path;
        start.Environment["RESTATE_LISTEN_MODE"] = "tcp";
        start.Environment["RESTATE_DISABLE_TELEMETRY"] = "true";
        start.Environment["RESTATE_BIND_ADDRESS"] = $"127.0.0.1:{PeerFiles.FreePort()}";
        start.Environment["RESTATE_INGRESS__BIND_ADDRESS"] = new Uri(server.Ingress).Authority;
        start.Environment["RESTATE_ADMIN__BIND_ADDRESS"] = new Uri(server.Admin).Authority;
        server._process = Process.Start(start)!;
        if (await server.IsUp())
        {
            return server;
        }
        await server.DisposeAsync();
        throw new InvalidOperationException(
            $"Its server did not come up at {server.Admin} within {Patience.TotalSeconds} s."
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process?.Dispose();
        await _folder.DisposeAsync();
    }

    private async Task<bool> IsUp()
    {
        using var http = new HttpClient();
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < Patience && !_process!.HasExited)
        {
            try
            {
                // The last of its parts to come up, of those that are needed.
                if ((await http.GetAsync($"{Ingress}/restate/health")).IsSuccessStatusCode)
                {
                    return true;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
            await Task.Delay(200);
        }
        return false;
    }
}
