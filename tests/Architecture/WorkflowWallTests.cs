using System.Diagnostics;
using System.Text.RegularExpressions;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Architecture;

/// <summary>Builds a copy of durable/Workflows with an orchestrator that reaches outside, and expects the compiler to refuse each line.</summary>
public sealed partial class WorkflowWallTests : IDisposable
{
    private static readonly string[] Forbidden =
    [
        "_ = System.DateTime.UtcNow;",
        "_ = System.DateTimeOffset.Now;",
        "_ = System.TimeProvider.System.GetUtcNow();",
        "_ = System.Diagnostics.Stopwatch.StartNew();",
        "_ = System.Guid.NewGuid();",
        "_ = System.Random.Shared.Next();",
        "_ = System.IO.File.ReadAllText(\"x\");",
        "_ = new System.Net.Http.HttpClient();",
        "System.Console.WriteLine();",
        "_ = System.Environment.MachineName;",
        "_ = System.Threading.Tasks.Task.Run(() => { });",
        "_ = System.Threading.Tasks.Task.Delay(1);",
        "System.Threading.Thread.Sleep(1);",
        "System.Threading.Tasks.Task.CompletedTask.Wait();",
        "_ = System.Threading.Tasks.Task.FromResult(1).Result;",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("wall-").FullName;

    [Fact]
    public async Task The_compiler_refuses_an_orchestrator_that_reads_a_clock_or_does_io()
    {
        foreach (
            var file in new[] { "Directory.Build.props", "Directory.Packages.props", ".editorconfig", "global.json" }
        )
        {
            Copy(file);
        }
        Copy("durable/Workflows/Workflows.csproj");
        Copy("durable/Workflows/BannedSymbols.txt");
        foreach (
            var file in Directory.EnumerateFiles(
                Repository.File("durable", "Engine", "Model"),
                "*.cs*",
                SearchOption.AllDirectories
            )
        )
        {
            var relative = Path.GetRelativePath(Repository.Root, file);
            if (
                !relative.Contains("/obj/", StringComparison.Ordinal)
                && !relative.Contains("/bin/", StringComparison.Ordinal)
            )
            {
                Copy(relative);
            }
        }
        string[] probe = ["internal static class Probe { internal static void Reach() {", .. Forbidden, "} }"];
        await File.WriteAllLinesAsync(
            Path.Combine(_folder, "durable", "Workflows", "Probe.cs"),
            probe,
            TestContext.Current.CancellationToken
        );

        var output = await Build(Path.Combine(_folder, "durable", "Workflows", "Workflows.csproj"));

        var refused = Refusal().Matches(output).Select(match => int.Parse(match.Groups[1].Value)).ToHashSet();
        Assert.All(
            Enumerable.Range(0, Forbidden.Length),
            i => Assert.True(refused.Contains(i + 2), $"The compiler let through: {Forbidden[i]}\n{output}")
        );
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Copy(string relative)
    {
        var target = Path.Combine(_folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(Repository.File(relative.Split('/')), target);
    }

    private static async Task<string> Build(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["build", project, "-nologo", "-v", "q", "-m:1", "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var build = Process.Start(start)!;
        var output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }

    [GeneratedRegex(@"Probe\.cs\((\d+),\d+\): error RS0030")]
    private static partial Regex Refusal();
}
