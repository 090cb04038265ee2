using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The guide's own commands, word by word but for address and key, against a server that was just started.</summary>
public sealed partial class FirstCallsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_commands_of_the_guide_do_what_it_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The guide is written for a Unix shell.");
        Assert.SkipUnless(IsThere("bash") && IsThere("curl"), "bash and curl are needed.");
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.Start(folder.File("data"), "--port", "0");
        var guide = await File.ReadAllTextAsync(Repository.File("docs", "guides", "first-calls.md"), Ct);
        var blocks = Block().Matches(guide).Select(block => block.Groups[1].Value).ToList();
        Assert.Equal(5, blocks.Count);
        var script = string.Concat(blocks)
            .Replace(
                "http://localhost:7071",
                server.Address.GetLeftPart(UriPartial.Authority),
                StringComparison.Ordinal
            )
            .Replace("ifk_test_...", server.Key, StringComparison.Ordinal);

        var (exitCode, output) = await Run($"set -euo pipefail\n{script}", folder.Path);

        Assert.True(exitCode == 0, output);
        var owner = new ApiClient(server.Address, server.Key);
        var integrations = (await owner.Get("/api/v1/integrations")).Json!["items"]!.AsArray();
        var sap = integrations.Single(i => i!["name"]!.GetValue<string>() == "My SAP")!["id"]!.GetValue<string>();
        Assert.NotNull(integrations.Single(i => i!["id"]!.GetValue<string>() == sap)!["lastVerifiedAt"]);
        Assert.Equal("succeeded", (await owner.Get($"/api/v1/integrations/{sap}/sync")).Field("status"));
        var matching = Id("rec_").Match(output).Value;
        var reconciliation = (await owner.Get($"/api/v1/reconciliations/{matching}")).Json!;
        Assert.Equal("completed", reconciliation["state"]!.GetValue<string>());
        Assert.True(reconciliation["reconciled"]!.GetValue<int>() > 0);
        var payment = (await owner.Get($"/api/v1/payments/{Id("pay_").Match(output).Value}")).Json!;
        Assert.Equal("proposed", payment["status"]!.GetValue<string>());
        Assert.NotEmpty(payment["lines"]!.AsArray());
    }

    private static async Task<(int ExitCode, string Output)> Run(string script, string folder)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var bash = Process.Start(start)!;
        using var end = Ct.Register(() => bash.Kill(entireProcessTree: true));
        var error = bash.StandardError.ReadToEndAsync(Ct);
        var output = await bash.StandardOutput.ReadToEndAsync(Ct);
        await bash.WaitForExitAsync(Ct);
        return (bash.ExitCode, output + await error);
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    private static Regex Id(string prefix) => new($"{prefix}[0-9a-f]+");

    [GeneratedRegex(@"^```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
