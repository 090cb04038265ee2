using System.Buffers.Text;
using System.Security.Cryptography;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Webhooks.Incoming;

public sealed partial class IncomingWebhooks
{
    /// <summary>How many secrets a webhook has at once: the one in use, those before and behind it.</summary>
    public const int MostSecrets = 4;

    /// <summary>The highest limit that an address may have, in messages a second.</summary>
    public const int MostPerSecond = 100_000;

    // 32 bytes in base64url (RFC 4648, section 5).
    private const int TokenLength = 43;

    /// <summary>Makes an address. An integration has at most one of each provider.</summary>
    public async Task<WebhookOutcome> Create(
        string tenantId,
        string userId,
        string integrationId,
        string provider,
        IReadOnlyList<string> secrets,
        int? maxPerSecond,
        CancellationToken ct = default
    )
    {
        var errors = Check(provider, secrets, maxPerSecond).ToArray();
        if (errors.Length > 0)
        {
            return new(null, errors);
        }
        var now = clock.GetUtcNow();
        var webhook = new IncomingWebhook(
            Identifiers.From("iwh", integrationId, provider),
            integrationId,
            provider,
            Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)),
            [.. secrets.Select(secret => new WebhookSecret(secret, now))],
            Paused: false,
            maxPerSecond ?? IncomingWebhook.DefaultMaxPerSecond,
            now,
            userId,
            now,
            Version: 1
        );
        // The address first: one that leads nowhere is harmless, a webhook without one is of no use.
        await stores
            .ForTenant(System)
            .Set(
                AddressOf(webhook.Token),
                new HookAddress(tenantId, webhook.Id),
                IncomingJson.Default.HookAddress,
                ct: ct
            )
            .ConfigureAwait(false);
        var made = await stores
            .ForTenant(tenantId)
            .Create($"{Group}/{webhook.Id}", webhook, IncomingJson.Default.IncomingWebhook, ct)
            .ConfigureAwait(false);
        if (made.Conflict is null)
        {
            return webhook;
        }
        await stores.ForTenant(System).Delete(AddressOf(webhook.Token), ct: ct).ConfigureAwait(false);
        return new IntegrationError(
            ErrorKind.Permanent,
            "incoming-webhook-exists",
            $"The integration has an address for {provider} already: {webhook.Id}. Change that one, or delete it first."
        );
    }

    private IEnumerable<IntegrationError> Check(string provider, IReadOnlyList<string> secrets, int? maxPerSecond)
    {
        if (providers.Find(provider) is not { } known)
        {
            var names = string.Join(", ", providers.Names);
            return [Invalid("/provider", $"There is no provider '{provider}'. There are: {names}.")];
        }
        return [.. CheckSecrets(known, secrets), .. CheckRate(maxPerSecond)];
    }

    private static IEnumerable<IntegrationError> CheckSecrets(IWebhookProvider provider, IReadOnlyList<string> secrets)
    {
        if (secrets.Count is 0 or > MostSecrets)
        {
            yield return Invalid("/secrets", $"1 to {MostSecrets} secrets are needed; got {secrets.Count}.");
        }
        for (var i = 0; i < secrets.Count; i++)
        {
            if (provider.Fault(secrets[i] ?? "") is { } fault)
            {
                yield return Invalid($"/secrets/{i}", fault);
            }
        }
    }

    private static IEnumerable<IntegrationError> CheckRate(int? maxPerSecond)
    {
        if (maxPerSecond is < 1 or > MostPerSecond)
        {
            yield return Invalid(
                "/maxPerSecond",
                $"'maxPerSecond' must be 1 to {MostPerSecond} messages a second; got {maxPerSecond}."
            );
        }
    }
}
