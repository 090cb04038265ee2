using System.Diagnostics;

namespace IntegrationFunctions.Tests.Support;

/// <summary>The server as a process of its own, as a user starts it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>What it printed until it was up, line by line.</summary>
    public List<string> Lines { get; } = [];

    public Uri Address => new(Lines[0].Split(": ", 2)[1].Trim());

    /// <summary>The key that it printed, or null.</summary>
    public string? Key =>
        Lines.Find(line => line.StartsWith("API key", StringComparison.Ordinal))?.Split(": ", 2)[1].Trim();

    public static Task<ServerProcess> Start(string folder, params string[] arguments) =>
        StartWith([], ["--data", folder, .. arguments]);

    public static async Task<ServerProcess> StartWith(
        (string Name, string Value)[] environment,
        params string[] arguments
    )
    {
        var server = new ServerProcess(Cli.StartWith(environment, arguments));
        while (await server._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            server.Lines.Add(line);
            if (line.StartsWith("Stop with", StringComparison.Ordinal))
            {
                return server;
            }
        }
        var error = await server._process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await server.DisposeAsync();
        throw new InvalidOperationException($"The server did not start: {error}");
    }

    /// <summary>Sends SIGINT (Ctrl-C) or SIGTERM, and waits for the end; its exit code and what it wrote to stderr.</summary>
    public Task<(int ExitCode, string Error)> Stop(string signal) => Signals.End(_process, signal);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        _process.Dispose();
    }
}
