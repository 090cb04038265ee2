using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Integrations;

public sealed partial class IntegrationService
{
    /// <summary>Changes an integration over the version that the caller read; any other is <c>version-mismatch</c>.</summary>
    public async Task<IntegrationOutcome> Update(
        string tenantId,
        string id,
        int ifVersion,
        IntegrationChange change,
        CancellationToken ct = default
    )
    {
        if (await Read(tenantId, id, ct).ConfigureAwait(false) is not { } stored)
        {
            return IntegrationErrors.NotFound(id);
        }
        var before = stored.Integration;
        if (before.Version != ifVersion)
        {
            return IntegrationErrors.VersionMismatch(before);
        }
        if (catalogue.Find(before.Connector)?.Descriptor is not { } connector)
        {
            return UnknownConnector(before.Connector);
        }
        // Where they are missing, the change gives them again, or is refused for what a connector cannot do without.
        var bundle = await secrets.Load(tenantId, before, ct).ConfigureAwait(false) ?? new SecretBundle([], null);
        var settings = ConnectorSettings.Merge(
            ConnectorSettings.Join(before.Settings, bundle.Values),
            change.Settings ?? []
        );
        IReadOnlyList<IntegrationError> errors =
        [
            .. change.Name is null ? [] : CheckName(change.Name),
            .. change.ChangesSchedule ? CheckSchedule(change.ScheduleMinutes) : [],
            .. await ConnectorSettings.Check(connector, settings).ConfigureAwait(false),
        ];
        if (errors.Count > 0)
        {
            return IntegrationOutcome.Refused(errors);
        }
        var (open, secret) = ConnectorSettings.Split(connector, settings);
        var reference = await secrets.Save(tenantId, bundle with { Values = secret }, clock, ct).ConfigureAwait(false);
        var after = before with
        {
            Name = change.Name?.Trim() ?? before.Name,
            Settings = open,
            Secrets = [.. secret.Select(s => s.Key).Order(StringComparer.Ordinal)],
            SecretsRef = reference,
            ScheduleMinutes = change.ChangesSchedule ? change.ScheduleMinutes : before.ScheduleMinutes,
            UpdatedAt = clock.GetUtcNow(),
            Version = before.Version + 1,
        };
        // Only the note of a successful test can have come in between without a new version; then the caller is asked to try again, too.
        var written = await Write(tenantId, after, stored.ETag, ct).ConfigureAwait(false);
        await secrets.Delete(tenantId, written ? before.SecretsRef : reference, ct).ConfigureAwait(false);
        return written ? after : IntegrationErrors.VersionMismatch(before);
    }
}
