using System.Diagnostics;

namespace IntegrationFunctions.Bench;

/// <summary>A PostgreSQL of our own on a free port, as it comes: fsync and synchronous_commit are on.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _programs;
    private readonly ServerFolder _folder = new();
    private readonly int _port = PeerFiles.FreePort();

    private PostgresServer(string programs) => _programs = programs;

    public string Address => $"postgresql://postgres@127.0.0.1:{_port}/bench";

    private string Data => Path.Combine(_folder.Path, "data");

    public static async Task<PostgresServer> Start()
    {
        const string root = "/usr/lib/postgresql";
        var programs = Directory.Exists(root)
            ? Directory
                .GetDirectories(root)
                .Select(d => Path.Combine(d, "bin"))
                .Where(d => File.Exists(Path.Combine(d, "initdb")))
            : [];
        var server = new PostgresServer(
            programs.Max()
                ?? throw new InvalidOperationException($"PostgreSQL is not installed: there is no initdb below {root}.")
        );
        try
        {
            if (Environment.IsPrivilegedProcess)
            {
                // It refuses to run as the superuser.
                await Command("chown", "postgres", server._folder.Path);
            }
            await server.Run("initdb", "-D", server.Data, "-A", "trust", "-U", "postgres");
            await server.Run(
                "pg_ctl",
                "-D",
                server.Data,
                "-o",
                $"-p {server._port} -k {server._folder.Path} -c listen_addresses=127.0.0.1 -c fsync=on -c synchronous_commit=on",
                "-l",
                Path.Combine(server._folder.Path, "log"),
                "-w",
                "start"
            );
            return server;
        }
        catch
        {
            await server._folder.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Run("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        await _folder.DisposeAsync();
    }

    private Task Run(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        return Environment.IsPrivilegedProcess
            ? Command("runuser", ["-u", "postgres", "--", path, .. arguments])
            : Command(path, arguments);
    }

    private static async Task Command(string program, params string[] arguments)
    {
        // Its output goes nowhere: a server that stays would hold a pipe open for ever.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} failed with exit code {process.ExitCode}."
            );
        }
    }
}
