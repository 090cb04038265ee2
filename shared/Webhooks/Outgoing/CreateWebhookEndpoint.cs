using System.Security.Cryptography;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Webhooks.Outgoing;

public sealed partial class WebhookEndpoints
{
    private const int SecretBytes = 32;

    /// <summary>Makes an endpoint; it is told of what happens from now on. Its secret is shown with the answer alone.</summary>
    public async Task<EndpointOutcome> Create(
        string tenantId,
        string userId,
        EndpointSettings settings,
        CancellationToken ct = default
    )
    {
        var errors = await rules.Check(tenantId, settings, ct).ConfigureAwait(false);
        if (settings.Url is null)
        {
            errors = [EndpointRules.Invalid("/url", "'url' is needed: where events are posted to."), .. errors];
        }
        if (errors.Count > 0)
        {
            return new(null, errors);
        }
        var store = stores.ForTenant(tenantId);
        if (await store.Count(new DocumentQuery(Group).OrderBy("createdAt"), ct).ConfigureAwait(false) >= Most)
        {
            return new IntegrationError(
                ErrorKind.Permanent,
                "webhook-endpoint-limit",
                $"There are {Most} webhook endpoints already, the most that a space has. Delete one, or let one endpoint take more types."
            );
        }
        var now = clock.GetUtcNow();
        var enabled = settings.Enabled ?? true;
        var endpoint = new WebhookEndpoint(
            Identifiers.New("whe", clock),
            settings.Url!,
            settings.Description,
            settings.Types ?? ["*"],
            settings.Filter ?? new Dictionary<string, IReadOnlyList<string>>(),
            enabled,
            settings.MaxPerSecond ?? WebhookEndpoint.DefaultMaxPerSecond,
            [NewSecret(now)],
            FailingSince: null,
            WarnedAt: null,
            enabled ? null : now,
            enabled ? null : DisabledReason.Requested,
            now,
            userId,
            now,
            Version: 1
        );
        // Where it begins to read comes first: without it the endpoint would be told of the last 30 days.
        var head = new FeedPosition(await feed.Last(tenantId, ct).ConfigureAwait(false));
        (
            await store
                .Create(
                    DeliveriesOf(endpoint.Id).Document(EventReader.Position),
                    head,
                    OutgoingJson.Default.FeedPosition,
                    ct
                )
                .ConfigureAwait(false)
        ).EnsureCommitted();
        var made = await store
            .Create($"{Group}/{endpoint.Id}", endpoint, OutgoingJson.Default.WebhookEndpoint, ct)
            .ConfigureAwait(false);
        made.EnsureCommitted();
        return endpoint;
    }

    private static SigningSecret NewSecret(DateTimeOffset now) =>
        new("whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)), now);
}
