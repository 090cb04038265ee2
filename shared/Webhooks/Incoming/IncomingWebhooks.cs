using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>
/// The addresses at which providers tell integrations of changes. One verb, one file. Errors: <c>incoming-webhook-not-found</c>,
/// <c>incoming-webhook-exists</c>, <c>version-mismatch</c> (Permanent), <c>validation-failed</c> (Validation, with a pointer).
/// </summary>
public sealed partial class IncomingWebhooks(IDocumentStores stores, WebhookProviders providers, TimeProvider clock)
{
    internal const string Group = "incomingWebhooks";
    internal const string Addresses = "hookAddresses";

    // Where the platform keeps what belongs to no tenant.
    private const string System = "system";

    /// <summary>A webhook of this id was changed or taken away by this process.</summary>
    internal event Action<string>? Changed;

    /// <summary>The webhook, or null.</summary>
    public async Task<IncomingWebhook?> Get(
        string tenantId,
        string integrationId,
        string id,
        CancellationToken ct = default
    ) =>
        await Find(tenantId, id, ct).ConfigureAwait(false) is { } webhook && webhook.IntegrationId == integrationId
            ? webhook
            : null;

    /// <summary>The webhook of this id, whichever integration's, or null.</summary>
    public async Task<IncomingWebhook?> Find(string tenantId, string id, CancellationToken ct = default) =>
        (await Read(tenantId, id, ct).ConfigureAwait(false)).Webhook;

    /// <summary>A page of an integration's webhooks, oldest first; 1 to 1,000.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    public async Task<IncomingWebhookPage> List(
        string tenantId,
        string integrationId,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var query = new DocumentQuery(Group)
            .Where("integrationId", integrationId)
            .OrderBy("createdAt")
            .Limit(limit)
            .StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new([.. page.Documents.Select(d => d.As(IncomingJson.Default.IncomingWebhook))], page.Next);
    }

    /// <summary>The webhook that a token leads to, or null.</summary>
    public async Task<ResolvedWebhook?> Resolve(string token, CancellationToken ct = default)
    {
        // What is no token is not looked for: anybody can send anything here.
        if (token.Length != TokenLength)
        {
            return null;
        }
        var named = await stores.ForTenant(System).Get(AddressOf(token), ct).ConfigureAwait(false);
        if (named?.As(IncomingJson.Default.HookAddress) is not { } address)
        {
            return null;
        }
        // The tenant's document decides: the address may be left over from a creation or a deletion that was cut short.
        var webhook = await Find(address.TenantId, address.WebhookId, ct).ConfigureAwait(false);
        return
            webhook is not null
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(webhook.Token),
                Encoding.UTF8.GetBytes(token)
            )
            ? new(address.TenantId, webhook)
            : null;
    }

    private async Task<(IncomingWebhook? Webhook, string? ETag)> Read(string tenantId, string id, CancellationToken ct)
    {
        if (!IdRules.IsId(id))
        {
            return (null, null);
        }
        var document = await stores.ForTenant(tenantId).Get($"{Group}/{id}", ct).ConfigureAwait(false);
        return (document?.As(IncomingJson.Default.IncomingWebhook), document?.ETag);
    }

    private static DocumentPath AddressOf(string token) =>
        $"{Addresses}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}";

    private static IntegrationError NotFound(string id) =>
        new(ErrorKind.Permanent, "incoming-webhook-not-found", $"The integration has no incoming webhook '{id}'.");

    private static IntegrationError Invalid(string pointer, string message) =>
        new(ErrorKind.Validation, "validation-failed", message, pointer);
}
