using System.Diagnostics;
using IntegrationFunctions.CrashWorker;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Crash;

/// <summary>A folder with a data file and effects, and the worker that runs a plan over it, life after life.</summary>
internal sealed class CrashWorld(string plan) : IDisposable
{
    // From its own folder: the tests' one has the libraries of a web server, which the worker does without. Both end alike, in bin/Debug/net10.0.
    public static readonly string Worker = Repository.File(
        "tests",
        "CrashWorker",
        Path.GetRelativePath(Repository.File("tests"), AppContext.BaseDirectory),
        "IntegrationFunctions.CrashWorker.dll"
    );
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public string Database => _folder.File("platform.db");

    public IReadOnlyList<Script> Scripts { get; } = Plan.For(plan);

    /// <summary>How often a life was ended before its work was.</summary>
    public int Kills { get; private set; }

    /// <summary>One life, killed (SIGKILL) after so long. True where all had ended by then.</summary>
    public Task<bool> Live(TimeSpan killAfter, CancellationToken ct) => Live(killAfter, [Folder, plan], ct);

    /// <summary>One life that kills itself at its n-th commit. True where it had no such commit, and all has ended.</summary>
    public Task<bool> LiveUntil(KillAt at, int commit, CancellationToken ct) =>
        Live(Patience, [Folder, plan, $"{at}", $"{commit}"], ct);

    /// <summary>A last life, undisturbed, and what is wrong after it.</summary>
    public async Task<IReadOnlyList<string>> End(TimeSpan patience, CancellationToken ct)
    {
        var ended = await Live(patience, ct);
        var complaints = await CrashCheck.Find(this, ct);
        return ended ? complaints : [$"Not all had ended after {patience.TotalSeconds} s.", .. complaints];
    }

    /// <summary>Long enough for any machine.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public void Dispose() => _folder.Dispose();

    private async Task<bool> Live(TimeSpan killAfter, string[] arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", [Worker, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(killAfter);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
        ct.ThrowIfCancellationRequested();
        const int sigkill = 128 + 9;
        if (process.ExitCode == sigkill)
        {
            Kills++;
            return false;
        }
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"Life {Kills + 1} ended by itself: exit code {process.ExitCode}\n{await output}{await error}"
            );
        }
        return true;
    }
}
