using System.CommandLine;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Functions.Cli;

/// <summary><c>tenant create</c>: an account, its first owner and the key to go on with over the API, while the server is stopped.</summary>
internal static class TenantCreate
{
    public static Command Create()
    {
        var tenant = new Argument<string>("tenant") { Description = "The new tenant's id, such as acme." };
        var data = CommonOptions.Data();
        var name = new Option<string?>("--name") { HelpName = "NAME", Description = "For people. Without: the id." };
        var owner = new Option<string>("--owner")
        {
            HelpName = "NAME",
            Description = "The name of its first owner.",
            DefaultValueFactory = _ => "Owner",
        };
        var sandboxOnly = new Option<bool>("--sandbox-only")
        {
            Description = "It gets no live data: all that it has is a sandbox.",
        };
        var command = new Command(
            "create",
            "Make a tenant with an owner, and print the owner's key: a live one, unless there is a sandbox only. The server must be stopped."
        )
        {
            tenant,
            name,
            owner,
            sandboxOnly,
            data,
        };
        command.SetAction(
            (parsed, ct) =>
                Run(
                    parsed.GetValue(data)!,
                    parsed.GetRequiredValue(tenant),
                    parsed.GetValue(name),
                    parsed.GetValue(owner)!,
                    parsed.GetValue(sandboxOnly),
                    parsed.InvocationConfiguration.Output,
                    ct
                )
        );
        return command;
    }

    private static async Task<int> Run(
        string data,
        string id,
        string? name,
        string owner,
        bool sandboxOnly,
        TextWriter output,
        CancellationToken ct
    )
    {
        // Composed and not started: nothing listens, no workflow runs.
        await using var app = PlatformHost.Build(new PlatformOptions(data));
        var tenants = app.Services.GetRequiredService<ITenants>();
        if (await tenants.Get(id, ct) is not null)
        {
            throw new UserErrorException($"There is a tenant '{id}' already. key new makes another key of a user.");
        }
        try
        {
            await tenants.Create(id, name ?? id, sandboxOnly, ct);
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException(e.Message);
        }
        var user = await app
            .Services.GetRequiredService<IUsers>()
            .Create(id, owner, [Role.Owner], Tenant.System, ct: ct);
        var key = await app.Services.GetRequiredService<IApiKeys>().Create(id, user.Id, "First key", Tenant.System, ct);
        await output.WriteLineAsync($"Tenant {id}, owner {user.Id}. The key is shown this once:");
        await output.WriteLineAsync(key.Secret);
        return 0;
    }
}
