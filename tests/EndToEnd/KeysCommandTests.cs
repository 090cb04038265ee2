using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The verbs over the keys, by the real executable.</summary>
public sealed class KeysCommandTests
{
    private const string Value = "a-value-that-nobody-may-print";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_rotates_prunes_destroys_and_renews()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        await using (var app = PlatformHost.Build(new PlatformOptions(data)))
        {
            await app.Services.GetRequiredService<Identity.ITenants>().Create("acme", "Acme", Ct);
            await app.Services.GetRequiredService<ISecretStore>().Set("acme", "token", Value, Ct);
        }
        await Says("is current and seals all", "keys", "rotate", "--data", data);
        await Says("data key 1, sealed with master key", "keys", "status", "--data", data);
        await Says("Removed", "keys", "prune", "--data", data);
        await Says("data key 2", "keys", "rotate-tenant", "acme", "--data", data);
        Assert.Equal(Value, await Read(data));
        await Refuses("Say --yes", "keys", "destroy", "acme", "--data", data);
        Assert.Equal(Value, await Read(data));
        await Refuses("no tenant 'nobody'", "keys", "destroy", "nobody", "--yes", "--data", data);
        await Says("are destroyed", "keys", "destroy", "acme", "--yes", "--data", data);
        await Assert.ThrowsAsync<KeyDestroyedException>(() => Read(data));
        await Refuses("keys renew acme", "keys", "rotate-tenant", "acme", "--data", data);
        await Says("data key 3", "keys", "renew", "acme", "--data", data);
        await Refuses("was not destroyed", "keys", "renew", "acme", "--data", data);
    }

    private static async Task Says(string expected, params string[] arguments)
    {
        var outcome = await Cli.Run(Ct, arguments);
        Assert.Equal("", outcome.ExitCode == 0 ? "" : outcome.Error);
        Assert.Contains(expected, outcome.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, outcome.Out + outcome.Error, StringComparison.Ordinal);
    }

    private static async Task Refuses(string expected, params string[] arguments)
    {
        var outcome = await Cli.Run(Ct, arguments);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, outcome.Out + outcome.Error, StringComparison.Ordinal);
    }

    private static async Task<string?> Read(string data)
    {
        await using var app = PlatformHost.Build(new PlatformOptions(data));
        return await app.Services.GetRequiredService<ISecretStore>().Get("acme", "token", Ct);
    }
}
