using System.Globalization;
using System.Text;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Sensitive;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.CrashWorker;

/// <summary>
/// Makes new master keys and new data keys, removes old master keys, and writes secrets and a sealed field of many tenants all the while, until the process
/// is killed. What was acknowledged is said on standard output, a line each: "s TENANT NUMBER" after a secret, "f TENANT NUMBER" after a field,
/// "m ID" after a master key has sealed all, "p" after a prune.
/// </summary>
internal sealed class KeyRotations(IServiceProvider services, Stream told)
{
    public static IReadOnlyList<string> Tenants { get; } =
    [.. Enumerable.Range(0, 12).Select(i => string.Create(CultureInfo.InvariantCulture, $"t{i}"))];

    public static DocumentPath Field => "sealed/one";

    public static ServiceProvider Services(DataFolder folder, TimeProvider clock) =>
        new ServiceCollection()
            .AddSingleton(clock)
            .AddEmbeddedStorage(folder)
            .AddDocumentGroup(new DocumentGroup("sealed").Seal("text"))
            .SealSensitiveFields()
            .BuildServiceProvider();

    public static KeyAdministration Administration(IServiceProvider services) =>
        new(
            services.GetRequiredService<IMasterKeys>(),
            services.GetRequiredService<ITenantKeys>(),
            services.GetServices<ISealedValues>(),
            NullLogger<KeyAdministration>.Instance
        );

    public static IAsyncEnumerable<string> All() => Tenants.ToAsyncEnumerable();

    public static async Task Run(string path)
    {
        using var folder = DataFolder.Open(path);
        await using var services = Services(folder, TimeProvider.System);
        await using var told = Console.OpenStandardOutput();
        var crowd = new KeyRotations(services, told);
        await Task.WhenAll(
            Task.Run(crowd.RotateMasters),
            Task.Run(crowd.RotateTenants),
            Task.Run(crowd.WriteSecrets),
            Task.Run(crowd.WriteFields)
        );
    }

    private async Task RotateMasters()
    {
        var administration = Administration(services);
        for (var round = 1; ; round++)
        {
            Say($"m {await administration.RotateMaster(All())}");
            if (round % 3 == 0)
            {
                await administration.Prune(All());
                Say("p");
            }
        }
    }

    private async Task RotateTenants()
    {
        var administration = Administration(services);
        for (var i = 0; ; i++)
        {
            await administration.RotateTenant(Tenants[i * 5 % Tenants.Count], "crash");
            // Documents of many data keys are slow to seal with a new master key: not too many.
            await Task.Delay(10);
        }
    }

    private async Task WriteSecrets()
    {
        var secrets = services.GetRequiredService<ISecretStore>();
        for (var number = await Next(secrets); ; number++)
        {
            foreach (var tenant in Tenants)
            {
                await secrets.Set(tenant, "s", number.ToString(CultureInfo.InvariantCulture));
                Say($"s {tenant} {number}");
            }
        }
    }

    private async Task WriteFields()
    {
        var stores = services.GetRequiredService<IDocumentStores>();
        for (var number = await Next(services.GetRequiredService<ISecretStore>()); ; number++)
        {
            foreach (var tenant in Tenants)
            {
                var batch = new DocumentBatch(Field.Collection).Set(
                    Field.Id,
                    Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"text":{{number}}}"""))
                );
                (await stores.ForTenant(tenant).Commit(batch)).EnsureCommitted();
                Say($"f {tenant} {number}");
            }
        }
    }

    // Above all that earlier lives wrote: they write some thousands a second at most.
    private static async Task<long> Next(ISecretStore secrets) =>
        (long.Parse(await secrets.Get(Tenants[0], "s") ?? "0", CultureInfo.InvariantCulture) / 100_000 * 100_000)
        + 100_000;

    private void Say(string line)
    {
        lock (told)
        {
            told.Write(Encoding.ASCII.GetBytes(line + "\n"));
        }
    }
}
