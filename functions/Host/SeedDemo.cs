using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Quotas;
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

    // Whoever tries it shall not meet limits before meeting the product.
    private const string Plan = "enterprise";
    private static readonly Role[] Roles = [Role.Owner, Role.Administrator, Role.Accountant];

    /// <summary>Seeds a started server.</summary>
    public static async Task Run(WebApplication app, CancellationToken ct = default)
    {
        var services = app.Services;
        await services.GetRequiredService<ITenants>().Create(TenantId, "Demo", sandboxOnly: true, ct);
        await services.GetRequiredService<ITenantPlans>().Begin(TenantId, Plan, ct);
        await services.GetRequiredService<IUsers>().Create(TenantId, "Demo owner", Roles, "system", UserId, ct);
        var account = await MakeWorld(app.Address(), ct);
        var integrations = services.GetRequiredService<IntegrationService>();
        await Connect(integrations, "SAP (virtual)", "sap-s4hana", VirtualSystems.SapSettings(World), ct);
        var bank = VirtualSystems.BankSettings(
            World,
            Text(account, "iban"),
            Text(account, "bic"),
            Text(account, "owner")
        );
        await Connect(integrations, "Bank (virtual)", "bank-h2h", bank, ct);
    }

    private static async Task<JsonObject> MakeWorld(Uri address, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = address };
        var path = new Uri($"/sandbox/{World}", UriKind.Relative);
        using var made = await http.PutAsJsonAsync(path, new { records = Records, seed = 1 }, ct);
        // 409: there is a world of that name with other figures; somebody made it on purpose.
        if (!made.IsSuccessStatusCode && made.StatusCode != System.Net.HttpStatusCode.Conflict)
        {
            throw new InvalidOperationException(
                $"The sandbox did not make the world '{World}': {(int)made.StatusCode}."
            );
        }
        var world = await http.GetFromJsonAsync<JsonObject>(path, ct);
        return world?["accounts"]?[0]?.AsObject()
            ?? throw new InvalidOperationException($"The sandbox's world '{World}' has no bank account.");
    }

    private static string Text(JsonObject account, string name) => account[name]!.GetValue<string>();

    private static async Task Connect(
        IntegrationService integrations,
        string name,
        string connector,
        JsonObject settings,
        CancellationToken ct
    )
    {
        var request = new NewIntegration(name, connector, settings, null);
        try
        {
            var outcome = await integrations.Create(TenantId, UserId, request, $"seed-demo/{connector}", ct);
            if (outcome.Errors is [var error, ..] && !IsAUsers(error.Code))
            {
                throw new IntegrationException(error);
            }
        }
        catch (IntegrationException e) when (IsAUsers(e.Error.Code))
        {
            // Said where it is used.
        }
    }

    // Deleted by a user, made for an earlier form of the world, brought here without its secrets, or robbed of them by the destruction of the
    // tenant's key: none of it is a start's to change, nor a reason not to start.
    private static bool IsAUsers(string code) =>
        code
            is "integration-deleted"
                or "idempotency-key-reused"
                or "integration-secrets-missing"
                or "tenant-key-destroyed";
}
