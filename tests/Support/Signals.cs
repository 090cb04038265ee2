using System.Diagnostics;

namespace IntegrationFunctions.Tests.Support;

/// <summary>Signals to processes that a test has started.</summary>
internal static class Signals
{
    public static void SkipWithout() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");

    /// <summary>Sends a signal (INT, TERM) and waits for the end, ten seconds at most.</summary>
    public static async Task<(int ExitCode, string Error)> End(Process process, string signal)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(limit.Token);
        }
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await error);
    }
}
