using System.CommandLine;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Secrets;

namespace IntegrationFunctions.Functions.Cli;

/// <summary><c>keys</c>: the keys that secrets are sealed with, for whoever has the data folder, while the server is stopped.</summary>
internal static class KeysCommand
{
    // For the log: who has the data folder needs no other name.
    private const string Operator = "the operator";

    public static Command Create() =>
        new("keys", "The keys that secrets are sealed with. The server must be stopped.")
        {
            Verb("status", "Say which master keys there are, and which tenants' keys they seal.", Status),
            Verb("rotate", "Make a new master key and seal all tenants' keys with it.", RotateMaster),
            Verb("prune", "Remove the master keys that seal nothing any more.", Prune),
            TenantVerb(
                "rotate-tenant",
                "Make a tenant a new data key and seal its secrets and sensitive fields with it.",
                async (keys, tenant, ct) =>
                    $"Tenant {tenant} has the data key {(await keys.RotateTenant(tenant, Operator, ct)).Number}, and its secrets and sensitive fields are sealed with it."
            ),
            DestroyVerb(),
            TenantVerb(
                "renew",
                "Make a tenant whose keys were destroyed a new one.",
                async (keys, tenant, ct) =>
                    $"Tenant {tenant} has the new data key {await keys.Renew(tenant, Operator, ct)}. What was sealed before stays unreadable."
            ),
        };

    private static Command DestroyVerb()
    {
        var yes = new Option<bool>("--yes") { Description = "Confirms it; there is no way back." };
        var command = TenantVerb(
            "destroy",
            "Destroy a tenant's keys: its secrets and sensitive fields can't be read any more, by anyone, ever.",
            async (keys, tenant, ct) =>
            {
                await keys.Destroy(tenant, Operator, ct);
                return $"The keys of tenant {tenant} are destroyed. Copies of them in backups are not: see docs/guides/keys-and-secrets.md.";
            },
            parsed =>
            {
                if (!parsed.GetValue(yes))
                {
                    throw new UserErrorException(
                        "Destroying a tenant's keys makes its secrets unreadable for good, and nothing was done yet. Say --yes to do it."
                    );
                }
            }
        );
        command.Options.Add(yes);
        return command;
    }

    private static async Task Status(IServiceProvider services, CancellationToken ct)
    {
        var masters = await services.GetRequiredService<IMasterKeys>().Ids(ct);
        foreach (var id in masters)
        {
            Console.WriteLine($"master key {id}{(id == masters[0] ? " (current)" : "")}");
        }
        await foreach (var tenant in Tenants(services, ct))
        {
            var state = await services.GetRequiredService<ITenantKeys>().State(tenant, ct);
            Console.WriteLine($"tenant {tenant}: {Describe(state)}");
        }
    }

    private static string Describe(TenantKeyState? state) =>
        state switch
        {
            null => "no key yet",
            { Current: null } => $"destroyed on {state.DestroyedAt:yyyy-MM-dd HH:mm} UTC",
            _ => $"data key {state.Current}, sealed with master key {string.Join(", ", state.MasterKeys)}",
        };

    private static async Task RotateMaster(IServiceProvider services, CancellationToken ct)
    {
        var id = await services.GetRequiredService<KeyAdministration>().RotateMaster(Tenants(services, ct), ct);
        Console.WriteLine(
            $"Master key {id} is current and seals all tenants' keys. Remove the older ones with: keys prune"
        );
    }

    private static async Task Prune(IServiceProvider services, CancellationToken ct)
    {
        var gone = await services.GetRequiredService<KeyAdministration>().Prune(Tenants(services, ct), ct);
        Console.WriteLine(gone.Count == 0 ? "No master key is to be removed." : $"Removed {string.Join(", ", gone)}.");
    }

    private static async IAsyncEnumerable<string> Tenants(
        IServiceProvider services,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        yield return Tenant.System;
        await foreach (var space in services.GetRequiredService<ITenants>().Spaces(ct))
        {
            yield return space;
        }
    }

    private static Command Verb(string name, string description, Func<IServiceProvider, CancellationToken, Task> run)
    {
        var data = CommonOptions.Data();
        var command = new Command(name, description) { data };
        command.SetAction((parsed, ct) => Run(parsed.GetValue(data)!, run, ct));
        return command;
    }

    private static Command TenantVerb(
        string name,
        string description,
        Func<KeyAdministration, string, CancellationToken, Task<string>> run,
        Action<ParseResult>? check = null
    )
    {
        var data = CommonOptions.Data();
        var tenant = new Argument<string>("TENANT") { Description = "The tenant's id." };
        var command = new Command(name, description) { tenant, data };
        command.SetAction(
            (parsed, ct) =>
            {
                check?.Invoke(parsed);
                return Run(parsed.GetValue(data)!, (s, stop) => ForTenant(s, parsed.GetValue(tenant)!, run, stop), ct);
            }
        );
        return command;
    }

    private static async Task ForTenant(
        IServiceProvider services,
        string tenant,
        Func<KeyAdministration, string, CancellationToken, Task<string>> run,
        CancellationToken ct
    )
    {
        if (tenant != Tenant.System && !await services.GetRequiredService<ITenants>().HasSpace(tenant, ct))
        {
            throw new UserErrorException($"There is no tenant '{tenant}'. keys status lists them.");
        }
        try
        {
            Console.WriteLine(await run(services.GetRequiredService<KeyAdministration>(), tenant, ct));
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException(e.Message);
        }
    }

    private static async Task<int> Run(
        string data,
        Func<IServiceProvider, CancellationToken, Task> run,
        CancellationToken ct
    )
    {
        if (!Directory.Exists(data))
        {
            throw new UserErrorException(
                $"There is no data folder {data}. Name the server's with --data DIR, or start the server once."
            );
        }
        // Composed and not started: nothing listens, no workflow runs.
        await using var app = PlatformHost.Build(new PlatformOptions(data));
        await run(app.Services, ct);
        return 0;
    }
}
