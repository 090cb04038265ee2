using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace IntegrationFunctions.Bench;

/// <summary>The servers of the HTTP benches: processes of their own.</summary>
internal static class Servers
{
    /// <summary>Waits until a platform has started, and returns the key that it made for its first owner.</summary>
    public static async Task<string> Key(Process platform)
    {
        var key = "";
        while (
            await platform.StandardOutput.ReadLineAsync() is { } line
            && !line.StartsWith("Stop", StringComparison.Ordinal)
        )
        {
            key = line.Contains("ifk_", StringComparison.Ordinal)
                ? line[line.IndexOf("ifk_", StringComparison.Ordinal)..]
                : key;
        }
        return key;
    }

    public static async Task Answers(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (attempt < 100)
            {
                await Task.Delay(100);
            }
        }
    }

    public static Process Start(string assembly, params string[] args) =>
        Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. args])
            {
                RedirectStandardOutput = true,
            }
        )!;

    public static void End(Process process)
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    public static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
