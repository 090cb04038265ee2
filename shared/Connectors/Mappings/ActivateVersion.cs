using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Mappings;

public sealed partial class ActiveMappings
{
    /// <summary>
    /// Brings the version of a run into force, once: a repeat finds it done. Errors: <c>mapping-changed-meanwhile</c> (Permanent) where the
    /// activation that the run is to take back is no longer the one in force.
    /// </summary>
    public async Task<IntegrationError?> Activate(string tenantId, MappingRun run, CancellationToken ct = default)
    {
        var store = stores.ForTenant(tenantId);
        var path = SyncPass.RecordsOf(run.IntegrationId, run.ObjectName).Document(ActiveMapping.Id);
        while (true)
        {
            var (active, etag) = await Read(store, run.IntegrationId, run.ObjectName, ct).ConfigureAwait(false);
            if (active.History.Any(done => done.RunId == run.Id))
            {
                return null;
            }
            if (run.Undoes is not null && LastActivation(active.History)?.RunId != run.Undoes)
            {
                return new IntegrationError(
                    ErrorKind.Permanent,
                    "mapping-changed-meanwhile",
                    "Another version came into force before the undo; look at the mapping and undo again where it is still wanted."
                );
            }
            var activation = new MappingActivation(
                run.Version,
                active.Version,
                clock.GetUtcNow(),
                run.StartedBy,
                run.Id,
                run.Undoes
            );
            var next = new ActiveMapping(
                ActiveMapping.KindName,
                run.Version,
                [activation, .. active.History.Take(ActiveMapping.MostHistory - 1)]
            );
            var json = SyncJson.Default.ActiveMapping;
            var result = etag is null
                ? await store.Create(path, next, json, ct).ConfigureAwait(false)
                : await store.Set(path, next, json, etag, ct).ConfigureAwait(false);
            if (result.Conflict is null)
            {
                return null;
            }
        }
    }

    /// <summary>The activation that an undo takes back: the newest that was not taken back yet; null where there is none.</summary>
    public static MappingActivation? LastActivation(IReadOnlyList<MappingActivation> history)
    {
        var undone = history
            .Where(activation => activation.Undoes is not null)
            .Select(activation => activation.Undoes!)
            .ToHashSet(StringComparer.Ordinal);
        return history.FirstOrDefault(activation => activation.Undoes is null && !undone.Contains(activation.RunId));
    }
}
