using System.Text.Json.Nodes;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Crash;

/// <summary>
/// Kills the main job at random moments and runs it again over the same folder: it must go on where it was, lose nothing, and do nothing
/// twice. The demo itself proves that the bank has one payment, SAP one document, and both sides the same records.
/// </summary>
public sealed class DemoCrashTests
{
    private const int Kills = 50;
    private const int KillsPerFolder = 5;
    private const int Records = 300;

    public static TheoryData<int> Folders => [.. Enumerable.Range(1, Kills / KillsPerFolder)];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task A_demo_that_is_killed_goes_on_and_does_nothing_twice(int seed)
    {
        var ct = TestContext.Current.CancellationToken;
        var random = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("demo-crash-").FullName;
        string[] demo = ["demo", "--json", "--records", $"{Records}", "--data", folder];
        try
        {
            var moments = new List<int>();
            for (var kill = 0; kill < KillsPerFolder; kill++)
            {
                moments.Add(random.Next(300, 3000));
                await Cli.RunAndKill(TimeSpan.FromMilliseconds(moments[^1]), ct, demo);
            }

            var end = await Cli.Run(ct, demo);

            var what = $"seed {seed}, killed after {string.Join(", ", moments)} ms\n{end.Out}\n{end.Error}";
            Assert.True(end.ExitCode == 0, what);
            var result = JsonNode.Parse(end.Out)!;
            Assert.True(result["proofsHold"]!.GetValue<bool>(), what);
            Assert.True(result["recordsSynced"]!.GetValue<long>() == Records, what);
            Assert.Equal("ACSC", result["payment"]!["status"]!.GetValue<string>());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
