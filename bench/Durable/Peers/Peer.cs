using System.Diagnostics;
using System.Globalization;

namespace IntegrationFunctions.Bench;

/// <summary>Another engine: a program that runs the same workflows, asked line by line, and the server that it needs.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process _program;
    private readonly IAsyncDisposable? _server;

    private Peer(string name, int workflows, Process program, IAsyncDisposable? server)
    {
        Name = name;
        Workflows = workflows;
        _program = program;
        _server = server;
    }

    public string Name { get; }

    /// <summary>How many workflows make a round of some seconds.</summary>
    public int Workflows { get; }

    public static async Task<Peer> Start(
        string name,
        int workflows,
        string script,
        IAsyncDisposable? server,
        params (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo(PeerFiles.Node, [PeerFiles.Script(script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }
        var peer = new Peer(name, workflows, Process.Start(start)!, server);
        // Warnings of the peer's own are nobody's business, but its pipe must not fill up.
        var errors = peer._program.StandardError.ReadToEndAsync();
        if (await peer.Read() == "ready")
        {
            return peer;
        }
        if (!peer._program.HasExited)
        {
            peer._program.Kill();
        }
        var why = await errors;
        await peer.DisposeAsync();
        throw new InvalidOperationException($"Its program did not start: {why}");
    }

    /// <summary>The figure, or null with a remark where the peer failed.</summary>
    public async Task<double?> Measure(string command)
    {
        if (_program.HasExited)
        {
            return null;
        }
        await _program.StandardInput.WriteLineAsync(command);
        await _program.StandardInput.FlushAsync();
        var answer = await Read();
        if (answer is not null && answer.StartsWith("ok ", StringComparison.Ordinal))
        {
            return double.Parse(answer[3..], CultureInfo.InvariantCulture);
        }
        BenchReport.Remark($"{Name} gave no figure for '{command}': {answer ?? "it did not answer in time"}.");
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_program.HasExited)
        {
            _program.Kill();
            await _program.WaitForExitAsync();
        }
        _program.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    // The programs of some peers tell of their work on the same output: those lines are passed over.
    private async Task<string?> Read()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (await _program.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (
                    line == "ready"
                    || line.StartsWith("ok ", StringComparison.Ordinal)
                    || line.StartsWith("failed", StringComparison.Ordinal)
                )
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It hangs; what it answers later must not be taken for the next answer.
            _program.Kill();
        }
        return null;
    }
}
