using System.Diagnostics;
using System.Text;

namespace IntegrationFunctions.Tests.Support;

/// <summary>Runs the real executable as a process of its own.</summary>
internal static class Cli
{
    /// <summary>The product's assembly, for <c>dotnet</c>.</summary>
    public static readonly string Executable = Path.Combine(AppContext.BaseDirectory, "integration-functions.dll");

    public sealed record Outcome(int ExitCode, string Out, string Error);

    /// <summary>Starts it; the caller ends it.</summary>
    public static Process Start(params string[] arguments) => StartWith([], arguments);

    /// <summary>Starts it with environment variables.</summary>
    public static Process StartWith((string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Executable, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Remove("FUNCTIONS_CUSTOMHANDLER_PORT");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<Outcome> Run(CancellationToken ct, params string[] arguments) => RunWith(ct, [], arguments);

    /// <summary>Runs it to its end with environment variables.</summary>
    public static async Task<Outcome> RunWith(
        CancellationToken ct,
        (string Name, string Value)[] environment,
        params string[] arguments
    )
    {
        using var process = StartWith(environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
        return new Outcome(process.ExitCode, await output, await error);
    }

    /// <summary>Runs it, and kills it (SIGKILL) after a while; null where it was killed, its outcome where it was faster.</summary>
    public static async Task<Outcome?> RunAndKill(TimeSpan after, CancellationToken ct, params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(after);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            ct.ThrowIfCancellationRequested();
            return null;
        }
        return new Outcome(process.ExitCode, await output, await error);
    }
}
