using System.Runtime.InteropServices;

namespace IntegrationFunctions.Bench;

/// <summary>The peers that are installed, running. Of one that isn't, or doesn't start, it is said why.</summary>
internal sealed class PeerSet : IAsyncDisposable
{
    private readonly List<Peer> _peers = [];
    private readonly List<PosixSignalRegistration> _signals = [];
    private Task? _stopped;

    public IReadOnlyList<Peer> All => _peers;

    public static async Task<PeerSet> Start()
    {
        var set = new PeerSet();
        if (PeerFiles.Folder is null || !File.Exists(PeerFiles.Node))
        {
            BenchReport.Remark("No peers: they are not installed. bench/peers/install.sh brings them.");
            return set;
        }
        // A bench that is stopped half-way leaves no server behind.
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            set._signals.Add(PosixSignalRegistration.Create(signal, _ => set.Stop().GetAwaiter().GetResult()));
        }
        await set.Add("dbos-pg", StartDbos);
        await set.Add("restate", StartRestate);
        await set.Add("openworkflow-sqlite", StartOpenWorkflow);
        return set;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    // Once, whoever asks first: the end of the bench or a signal.
    private Task Stop()
    {
        lock (_signals)
        {
            return _stopped ??= StopAll();
        }
    }

    private async Task StopAll()
    {
        foreach (var peer in _peers)
        {
            await peer.DisposeAsync();
        }
    }

    private async Task Add(string name, Func<string, Task<Peer>> start)
    {
        try
        {
            var peer = await start(name);
            _peers.Add(peer);
            // Its first workflows make tables, connections and compiled code.
            await peer.Measure($"steps {Math.Min(64, peer.Workflows)} 64");
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            BenchReport.Remark($"No {name}: {e.Message}");
        }
    }

    private static async Task<Peer> StartDbos(string name)
    {
        var server = await PostgresServer.Start();
        return await Peer.Start(name, 640, "dbos", server, ("PEER_DATABASE", server.Address));
    }

    private static async Task<Peer> StartRestate(string name)
    {
        var server = await RestateServer.Start();
        return await Peer.Start(
            name,
            640,
            "restate",
            server,
            ("PEER_INGRESS", server.Ingress),
            ("PEER_ADMIN", server.Admin),
            ("PEER_PORT", $"{PeerFiles.FreePort()}"),
            ("RESTATE_LOGGING", "ERROR")
        );
    }

    private static Task<Peer> StartOpenWorkflow(string name)
    {
        var folder = new ServerFolder();
        return Peer.Start(name, 64, "openworkflow", folder, ("PEER_DATABASE", Path.Combine(folder.Path, "flows.db")));
    }
}

/// <summary>The files of a peer that needs no server.</summary>
internal sealed class ServerFolder : IAsyncDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("peer-").FullName;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Path, recursive: true);
        return default;
    }
}
