using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Secrets;

namespace IntegrationFunctions.Connectors.Integrations;

/// <summary>
/// The secret settings of one version of an integration, sealed as one secret under a name of its own. A change writes a new bundle and then
/// the document that names it, so a crash or a lost race between the two leaves the old secrets with the old settings.
/// </summary>
/// <param name="Values">Secret settings by name.</param>
/// <param name="Fingerprint">Hash of the body that made the integration. Sealed, for a bare hash of a body with a password could be guessed at.</param>
internal sealed record SecretBundle(JsonObject Values, string? Fingerprint);

internal static class SecretBundles
{
    public static async Task<string> Save(
        this ISecretStore secrets,
        string tenantId,
        SecretBundle bundle,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var name = Identifiers.New("settings", clock);
        var json = JsonSerializer.Serialize(bundle, IntegrationJson.Default.SecretBundle);
        await secrets.Set(tenantId, name, json, ct).ConfigureAwait(false);
        return name;
    }

    /// <summary>Null where they are not in this installation: the integration came with another one's documents.</summary>
    public static async Task<SecretBundle?> Load(
        this ISecretStore secrets,
        string tenantId,
        Integration integration,
        CancellationToken ct
    )
    {
        var json = await secrets.Get(tenantId, integration.SecretsRef, ct).ConfigureAwait(false);
        return json is null ? null : JsonSerializer.Deserialize(json, IntegrationJson.Default.SecretBundle)!;
    }
}
