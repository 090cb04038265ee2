using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace IntegrationFunctions.Tests.Support;

/// <summary>A page of docs/guides, and its commands (blocks marked <c>sh</c>), which a test runs word by word.</summary>
internal sealed partial class Guide
{
    private Guide(IReadOnlyList<string> blocks) => Blocks = blocks;

    public IReadOnlyList<string> Blocks { get; }

    public static async Task<Guide> Read(string name) =>
        new([
            .. Block()
                .Matches(
                    await File.ReadAllTextAsync(
                        Repository.File("docs", "guides", name),
                        TestContext.Current.CancellationToken
                    )
                )
                .Select(block => block.Groups[1].Value),
        ]);

    /// <summary>Skips where the shell that the guides are written for, or a program, is not there.</summary>
    public static void NeedShell(params string[] programs)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The guide is written for a Unix shell.");
        foreach (var program in programs.Prepend("bash"))
        {
            Assert.SkipUnless(IsThere(program), $"{program} is needed.");
        }
    }

    /// <summary>
    /// Runs all commands of a guide that calls the API, word by word but for the server's address, the key, and what else is to be replaced.
    /// </summary>
    public static async Task<(int ExitCode, string Output)> RunAgainst(
        ServerProcess server,
        string name,
        string folder,
        params (string From, string To)[] replace
    )
    {
        var script = string.Concat((await Read(name)).Blocks);
        foreach (
            var (from, to) in replace
                .Prepend(("ifk_test_...", server.Key!))
                .Prepend(("http://localhost:7071", server.Address.GetLeftPart(UriPartial.Authority)))
        )
        {
            Assert.Contains(from, script, StringComparison.Ordinal);
            script = script.Replace(from, to, StringComparison.Ordinal);
        }
        return await Run(script, folder);
    }

    /// <summary>Runs a script in a folder. <c>dotnet run --project functions</c> means the executable that is built already.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string script, string folder)
    {
        var ct = TestContext.Current.CancellationToken;
        var ours = $$"""
            set -euo pipefail
            dotnet() {
              if [[ "${*:1:3}" == "run --project functions" ]]; then shift 3; [[ "${1:-}" != -- ]] || shift; command dotnet '{{Cli.Executable}}' "$@"
              else command dotnet "$@"; fi
            }

            """;
        var start = new ProcessStartInfo("bash", ["-c", ours + script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment.Remove("FUNCTIONS_CUSTOMHANDLER_PORT");
        using var bash = Process.Start(start)!;
        await using var end = ct.Register(() => bash.Kill(entireProcessTree: true));
        var error = bash.StandardError.ReadToEndAsync(ct);
        var output = await bash.StandardOutput.ReadToEndAsync(ct);
        await bash.WaitForExitAsync(ct);
        return (bash.ExitCode, output + await error);
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex(@"^```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
