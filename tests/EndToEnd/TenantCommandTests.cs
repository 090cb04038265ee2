using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>The verbs <c>tenant export</c> and <c>tenant import</c> of the real executable.</summary>
public sealed class TenantCommandTests
{
    private const string Tenant = SeedDemo.TenantId;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tenant_travels_from_one_data_folder_to_another()
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();
        using var files = new TemporaryFolder();
        var file = files.File("tenant.ndjson");
        await Start(one, async store => (await store.Set("runs/r1", """{"n":1.50}""")).EnsureCommitted());
        await Start(two, _ => Task.CompletedTask);

        var exported = await Cli.Run(Ct, "tenant", "export", Tenant, "--to", file, "--data", one.Path);
        var again = await Cli.Run(Ct, "tenant", "export", Tenant, "--to", file, "--data", one.Path);
        var unknown = await Cli.Run(Ct, "tenant", "export", "other", "--to", file + "2", "--data", one.Path);
        var imported = await Cli.Run(Ct, "tenant", "import", Tenant, "--from", file, "--data", two.Path);
        await File.AppendAllTextAsync(file, "nonsense", Ct);
        var broken = await Cli.Run(Ct, "tenant", "import", Tenant, "--from", file, "--data", two.Path);

        Assert.True(exported.ExitCode == 0, exported.Error);
        Assert.Contains("without secrets and secret-keys", exported.Out, StringComparison.Ordinal);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("exists already", again.Error, StringComparison.Ordinal);
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("There is no tenant 'other'", unknown.Error, StringComparison.Ordinal);
        Assert.True(imported.ExitCode == 0, imported.Error);
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("Nothing was imported", broken.Error, StringComparison.Ordinal);
        await Start(two, async store => Assert.Equal("""{"n":1.50}""", (await store.Get("runs/r1", Ct))!.Text()));
    }

    private static async Task Start(TemporaryFolder data, Func<IDocumentStore, Task> work)
    {
        await using var app = PlatformHost.Build(new PlatformOptions(data.Path, Port: 0));
        await app.StartAsync(Ct);
        await SeedDemo.Run(app, Ct);
        await work(app.Services.GetRequiredService<IDocumentStores>().ForTenant(Tenant));
        await app.StopAsync(Ct);
    }
}
