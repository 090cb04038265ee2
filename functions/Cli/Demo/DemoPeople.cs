using System.Text.Json.Nodes;
using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>
/// The demo's users: one who enters and two who approve. They are made over the API; their keys are made in the process, because keys are
/// shown once and a demo that was killed has lost its own, and because nobody makes a key that approves for somebody else.
/// </summary>
internal static class DemoPeople
{
    private const string Tenant = "demo";
    private const string KeyName = "demo run";

    public static async Task<(DemoApi Accountant, IReadOnlyList<DemoApi> Approvers)> SignIn(
        IServiceProvider services,
        HttpClient http,
        CancellationToken ct
    )
    {
        var keys = services.GetRequiredService<IApiKeys>();
        var owner = new DemoApi(http, await OwnerKey(services, ct));
        // May approve payments, but not those that it entered.
        var accountant = await User(
            owner,
            keys,
            http,
            "Demo accountant",
            ["accountant", "administrator", "approver"],
            ct
        );
        var approvers = new[]
        {
            await User(owner, keys, http, "Demo approver 1", ["approver"], ct),
            await User(owner, keys, http, "Demo approver 2", ["approver"], ct),
        };
        return (accountant, approvers);
    }

    private static async Task<string> OwnerKey(IServiceProvider services, CancellationToken ct)
    {
        var (users, keys) = (services.GetRequiredService<IUsers>(), services.GetRequiredService<IApiKeys>());
        await services.GetRequiredService<ITenants>().Create(Tenant, "Demo tenant", sandboxOnly: true, ct);
        var owner = await users.Create(
            Tenant,
            "Demo runner",
            [Role.Owner],
            "system",
            Platform.Identifiers.From("usr", Tenant, "demo-runner"),
            ct
        );
        return await Key(keys, owner.Id, ct);
    }

    private static async Task<string> Key(IApiKeys keys, string userId, CancellationToken ct)
    {
        foreach (var old in await keys.List(Tenant, userId, ct))
        {
            await keys.Revoke(Tenant, old.Id, ct);
        }
        return (await keys.Create(Tenant, userId, KeyName, "system", ct)).Secret;
    }

    private static async Task<DemoApi> User(
        DemoApi owner,
        IApiKeys keys,
        HttpClient http,
        string name,
        string[] roles,
        CancellationToken ct
    )
    {
        var body = new JsonObject
        {
            ["name"] = name,
            ["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]),
        };
        var user = await owner.Post("/api/v1/users", body, ct, $"demo {name}");
        return new DemoApi(http, await Key(keys, user["id"]!.GetValue<string>(), ct));
    }
}
