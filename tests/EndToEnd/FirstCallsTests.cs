using System.Text.RegularExpressions;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The guide's own commands, word by word but for address and key, against a server that was just started.</summary>
public sealed class FirstCallsTests
{
    [Fact]
    public async Task The_commands_of_the_guide_do_what_it_says()
    {
        Guide.NeedShell("curl");
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.Start(folder.File("data"), "--port", "0");

        var (exitCode, output) = await Guide.RunAgainst(server, "first-calls.md", folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("/docs/errors#", output, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"My SAP\",\"settings\":{\"baseUrl\"", output, StringComparison.Ordinal);
        Assert.Contains("\"integration\":{\"name\":\"My SAP\"}", output, StringComparison.Ordinal);
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

    private static Regex Id(string prefix) => new($"{prefix}[0-9a-f]+");
}
