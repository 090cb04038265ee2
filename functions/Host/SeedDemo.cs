using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Functions.Host;

/// <summary>
/// Gives a new platform something to try: the tenant <c>demo</c> with an owner, a world in the sandbox, and integrations with its virtual SAP
/// and bank. Every step finds what an earlier start did, so a start that was killed in between is completed by the next one.
/// </summary>
public static class SeedDemo
{
    public const string TenantId = "demo";
    public const string UserId = "usr_demo_owner";
    public const string World = "demo";
    public const int Records = 1000;
    private static readonly Role[] Roles = [Role.Owner, Role.Administrator, Role.Accountant];

    /// <summary>Seeds a started server, and points integrations with its own sandbox at the address that it has now.</summary>
    public static async Task Run(WebApplication app, CancellationToken ct = default)
    {
        var services = app.Services;
        var address = app.Address();
        services.GetRequiredService<EgressPolicy>().Allow(address.Host, address.Port);
        await services.GetRequiredService<ITenants>().Create(TenantId, "Demo", ct);
        await services.GetRequiredService<IUsers>().Create(TenantId, "Demo owner", Roles, "system", UserId, ct);
        var account = await MakeWorld(address, ct);
        var integrations = services.GetRequiredService<IntegrationService>();
        await Connect(integrations, "SAP (virtual)", "sap-s4hana", Sap(address), ct);
        await Connect(integrations, "Bank (virtual)", "bank-h2h", Bank(address, account), ct);
    }

    private static async Task<JsonObject> MakeWorld(Uri address, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = address };
        var path = new Uri($"/sandbox/{World}", UriKind.Relative);
        using var made = await http.PutAsJsonAsync(path, new { records = Records, seed = 1 }, ct);
        // 409: there is a world of that name with other figures; somebody made it on purpose.
        if (!made.IsSuccessStatusCode && made.StatusCode != System.Net.HttpStatusCode.Conflict)
        {
            throw new InvalidOperationException($"The sandbox did not make the world '{World}': {(int)made.StatusCode}.");
        }
        var world = await http.GetFromJsonAsync<JsonObject>(path, ct);
        return world?["accounts"]?[0]?.AsObject()
            ?? throw new InvalidOperationException($"The sandbox's world '{World}' has no bank account.");
    }

    private static JsonObject Sap(Uri address) =>
        new()
        {
            ["baseUrl"] = Url(address, "sap"),
            ["user"] = "SANDBOX",
            ["password"] = "sandbox",
            ["companyCode"] = "1010",
        };

    private static JsonObject Bank(Uri address, JsonObject account) =>
        new()
        {
            ["baseUrl"] = Url(address, "bank"),
            ["token"] = "sandbox-bank-token",
            ["iban"] = account["iban"]!.DeepClone(),
            ["bic"] = account["bic"]!.DeepClone(),
            ["ownerName"] = account["owner"]!.DeepClone(),
        };

    private static string Url(Uri address, string system) => new Uri(address, $"/sandbox/{World}/{system}").ToString();

    private static async Task Connect(
        IntegrationService integrations,
        string name,
        string connector,
        JsonObject settings,
        CancellationToken ct
    )
    {
        // The address is left out of what the key stands for: it is another one whenever the port is.
        var request = new NewIntegration(name, connector, settings, null);
        var outcome = await integrations.Create(TenantId, UserId, request, $"seed-demo/{connector}", ct);
        if (outcome.Errors is [{ Code: "idempotency-key-reused" or "integration-deleted" }, ..])
        {
            await PointHere(integrations, connector, settings["baseUrl"]!.GetValue<string>(), ct);
        }
        else if (outcome.Errors is [var error, ..])
        {
            throw new IntegrationException(error);
        }
    }

    /// <summary>Only what still points at a sandbox on this machine is moved; what a user has pointed elsewhere is the user's.</summary>
    private static async Task PointHere(
        IntegrationService integrations,
        string connector,
        string baseUrl,
        CancellationToken ct
    )
    {
        var page = await integrations.List(TenantId, 1000, null, ct);
        foreach (var integration in page.Integrations.Where(i => i.Connector == connector))
        {
            var present = integration.Settings["baseUrl"]?.GetValue<string>();
            if (present != baseUrl && IsOwnSandbox(present))
            {
                var change = new IntegrationChange(null, new JsonObject { ["baseUrl"] = baseUrl }, false, null);
                await integrations.Update(TenantId, integration.Id, integration.Version, change, ct);
            }
        }
    }

    private static bool IsOwnSandbox(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && address.IsLoopback
        && address.AbsolutePath.StartsWith($"/sandbox/{World}/", StringComparison.Ordinal);
}
