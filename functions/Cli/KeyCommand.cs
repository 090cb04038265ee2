using System.CommandLine;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Functions.Cli;

/// <summary><c>key new</c>: a new API key for whoever can reach the data folder, while the server is stopped.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var command = new Command("key", "API keys, for whoever has the data folder.");
        command.Subcommands.Add(CreateNew());
        return command;
    }

    private static Command CreateNew()
    {
        var data = CommonOptions.Data();
        var tenant = new Option<string>("--tenant")
        {
            HelpName = "ID",
            Description = "The user's tenant.",
            DefaultValueFactory = _ => SeedDemo.TenantId,
        };
        var user = new Option<string>("--user")
        {
            HelpName = "ID",
            Description = "The user whom the key is for.",
            DefaultValueFactory = _ => SeedDemo.UserId,
        };
        var sandbox = new Option<bool>("--sandbox")
        {
            Description = "A key of the tenant's sandbox. Without: of its live data, where it has some.",
        };
        var command = new Command(
            "new",
            "Print a new API key. The server must be stopped; while it runs, use POST /api/v1/users/{id}/keys."
        );
        command.Options.Add(data);
        command.Options.Add(tenant);
        command.Options.Add(user);
        command.Options.Add(sandbox);
        command.SetAction(
            (parsed, ct) =>
                Run(
                    parsed.GetValue(data)!,
                    parsed.GetValue(tenant)!,
                    parsed.GetValue(user)!,
                    parsed.GetValue(sandbox),
                    ct
                )
        );
        return command;
    }

    private static async Task<int> Run(string data, string tenant, string user, bool sandbox, CancellationToken ct)
    {
        if (!Directory.Exists(data))
        {
            throw new UserErrorException(
                $"There is no data folder {data}. Name the server's with --data DIR, or start the server once."
            );
        }
        // Composed and not started: nothing listens, no workflow runs.
        await using var app = PlatformHost.Build(new PlatformOptions(data));
        if (
            await app.Services.GetRequiredService<ITenants>().Get(tenant, ct) is null
            || await app.Services.GetRequiredService<IUsers>().Get(tenant, user, ct) is null
        )
        {
            throw new UserErrorException(
                $"The tenant '{tenant}' has no user '{user}' in {Path.GetFullPath(data)}. Start the server once, or name another with --tenant and --user."
            );
        }
        var made = await app
            .Services.GetRequiredService<IApiKeys>()
            .Create(
                new ApiKeyRequest(tenant, user, "Made by key new", Tenant.System) { Live = sandbox ? false : null },
                ct
            );
        Console.WriteLine(made.Secret);
        return 0;
    }
}
