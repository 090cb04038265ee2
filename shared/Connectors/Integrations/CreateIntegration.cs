using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Integrations;

public sealed partial class IntegrationService
{
    /// <summary>
    /// Makes an integration. With an <paramref name="idempotencyKey"/> (1 to 255 characters) a repeat answers with what the first attempt
    /// made; the same key with another body is <c>idempotency-key-reused</c>.
    /// </summary>
    public async Task<IntegrationOutcome> Create(
        string tenantId,
        string userId,
        NewIntegration request,
        string? idempotencyKey = null,
        CancellationToken ct = default
    )
    {
        if (catalogue.Find(request.Connector)?.Descriptor is not { } connector)
        {
            return UnknownConnector(request.Connector);
        }
        var (open, secret) = ConnectorSettings.Split(connector, request.Settings);
        IReadOnlyList<IntegrationError> errors =
        [
            .. CheckName(request.Name),
            .. CheckSchedule(request.ScheduleMinutes),
            .. await ConnectorSettings.Check(connector, ConnectorSettings.Join(open, secret)).ConfigureAwait(false),
        ];
        if (errors.Count > 0)
        {
            return IntegrationOutcome.Refused(errors);
        }
        var id = idempotencyKey is null
            ? Identifiers.New("int", clock)
            : Identifiers.From("int", tenantId, "create-integration", idempotencyKey);
        var fingerprint = idempotencyKey is null ? null : Fingerprint(request);
        if (await Earlier(tenantId, id, fingerprint, ct).ConfigureAwait(false) is { } earlier)
        {
            return earlier;
        }
        var bundle = new SecretBundle(secret, fingerprint);
        var reference = await secrets.Save(tenantId, bundle, clock, ct).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var integration = new Integration(
            id,
            request.Name.Trim(),
            connector.Name,
            open,
            [.. secret.Select(s => s.Key).Order(StringComparer.Ordinal)],
            reference,
            IntegrationStatus.Active,
            request.ScheduleMinutes,
            now,
            userId,
            now
        );
        var commit = await stores
            .ForTenant(tenantId)
            .Create($"{Collection}/{id}", integration, IntegrationJson.Default.Integration, ct)
            .ConfigureAwait(false);
        if (commit.Conflict is null)
        {
            return integration;
        }
        await secrets.Delete(tenantId, reference, ct).ConfigureAwait(false);
        return await Earlier(tenantId, id, fingerprint, ct).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The integration {id} vanished while it was read.");
    }

    private async Task<IntegrationOutcome?> Earlier(
        string tenantId,
        string id,
        string? fingerprint,
        CancellationToken ct
    )
    {
        if (fingerprint is null)
        {
            return null;
        }
        var document = await stores.ForTenant(tenantId).Get($"{Collection}/{id}", ct).ConfigureAwait(false);
        if (document?.As(IntegrationJson.Default.Integration) is not { } integration)
        {
            return null;
        }
        if (integration.Status == IntegrationStatus.Deleted)
        {
            return IntegrationErrors.Deleted(id);
        }
        if (await secrets.Load(tenantId, integration, ct).ConfigureAwait(false) is not { } bundle)
        {
            return IntegrationErrors.SecretsMissing(integration);
        }
        return bundle.Fingerprint == fingerprint
            ? new IntegrationOutcome(integration, [], IsRepeat: true)
            : IntegrationErrors.KeyReused(id);
    }

    private static string Fingerprint(NewIntegration request)
    {
        // Properties in order of their names: the same body in another order is the same body.
        var body = new JsonObject
        {
            ["name"] = request.Name,
            ["connector"] = request.Connector,
            ["settings"] = Sorted(request.Settings),
            ["scheduleMinutes"] = request.ScheduleMinutes,
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body.ToJsonString())));
    }

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject o => new JsonObject(
                o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))
            ),
            JsonArray a => new JsonArray([.. a.Select(Sorted)]),
            _ => node?.DeepClone(),
        };
}
