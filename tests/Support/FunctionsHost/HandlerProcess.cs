using System.Collections.Concurrent;
using System.Diagnostics;

namespace IntegrationFunctions.Tests.Support.FunctionsHost;

/// <summary>The executable, started as the host starts its handler: without arguments, with the port in the environment.</summary>
internal sealed class HandlerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();

    public HandlerProcess(int port, string data)
    {
        _process = Cli.StartWith(
            [("FUNCTIONS_CUSTOMHANDLER_PORT", $"{port}"), ("INTEGRATION_FUNCTIONS_DATA", data)],
            []
        );
        _process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Add(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Process Process => _process;

    public string Log => string.Join('\n', _error);

    /// <summary>The key that this start printed, or null.</summary>
    public string? Key =>
        _output.FirstOrDefault(line => line.StartsWith("API key", StringComparison.Ordinal))?.Split(": ", 2)[1].Trim();

    /// <summary>Whether it has said all that it says at a start.</summary>
    public bool IsUp => _output.Any(line => line.StartsWith("Stop with", StringComparison.Ordinal));

    /// <summary>SIGKILL: what the host does, and what a crash is.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Kill();
        }
        _process.Dispose();
    }

    private static void Add(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
