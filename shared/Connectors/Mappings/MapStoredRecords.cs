using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Mappings;

/// <summary>
/// Does a run piece by piece: reads stored records, maps their raw form, and, unless it is a dry run, writes those that become something else.
/// How far it is stands in the run's document; a piece that was broken off is done again and counts nothing twice. The source is not asked.
/// </summary>
public sealed class MapStoredRecords(
    IDocumentStores stores,
    ObjectMappings mappings,
    ActiveMappings active,
    MappingRuns runs,
    TimeProvider clock
)
{
    private const int PagesPerStep = 10;

    /// <summary>Does the next piece, and says how the run stands then. Errors: as those of a mapping that can't be used.</summary>
    public async Task<Result<MappingRun>> Step(
        string tenantId,
        string integrationId,
        string objectName,
        string runId,
        CancellationToken ct = default
    )
    {
        var (run, etag) = await runs.Read(tenantId, integrationId, objectName, runId, ct).ConfigureAwait(false);
        if (run is null)
        {
            return MappingRuns.NotFound(runId);
        }
        var id = ObjectMapping.IdOf(integrationId, objectName);
        if (await mappings.Find(tenantId, id, ct).ConfigureAwait(false) is not { } mapping)
        {
            return ObjectMappings.NotFound(id);
        }
        var version = await mappings.Version(tenantId, mapping, run.Version, ct).ConfigureAwait(false);
        if (version is null && run.Version > 0)
        {
            return ObjectMappings.VersionNotFound(mapping, run.Version);
        }
        for (var pages = 0; pages < PagesPerStep && run.Status == MappingRunStatus.Running; pages++)
        {
            var opened = await active.OpenFor(tenantId, run, version?.Definition, ct).ConfigureAwait(false);
            if (!opened.TryGet(out var mapper, out var error))
            {
                return error;
            }
            var next = mapper is null
                ? run with
                {
                    Status = MappingRunStatus.Superseded,
                    FinishedAt = clock.GetUtcNow(),
                }
                : await Page(tenantId, run, mapper, ct).ConfigureAwait(false);
            if (next is null)
            {
                // A synchronisation wrote one of the page's records, or another version came into force: look again.
                continue;
            }
            etag = await runs.Write(tenantId, next, etag!, ct).ConfigureAwait(false);
            if (etag is null)
            {
                return new IntegrationError(
                    ErrorKind.Transient,
                    "mapping-run-overtaken",
                    $"Another attempt works on the run {runId} at the same time; this one stopped and can be repeated."
                );
            }
            run = next;
        }
        return run;
    }

    // Null where something that was read is not so any more.
    private async Task<MappingRun?> Page(string tenantId, MappingRun run, RecordMapper mapper, CancellationToken ct)
    {
        var store = stores.ForTenant(tenantId);
        var records = SyncPass.RecordsOf(run.IntegrationId, run.ObjectName);
        var page = await store.Query(PassScan.Query(records).StartAfter(run.Cursor), ct).ConfigureAwait(false);
        var tally = new MappingTallyBuilder(run.Tally);
        var batch = new PassBatch(records, mapper);
        foreach (var document in page.Documents)
        {
            if (RecordKey.IsReserved(document.Path.Id))
            {
                continue;
            }
            var stored = document.As(SyncJson.Default.RecordDocument);
            if (stored.DeletedAt is not null)
            {
                continue;
            }
            if (stored.MappingRunId == run.Id)
            {
                tally.AddDone(stored);
                continue;
            }
            var mapped = await mapper.Map(stored.Key, stored.Raw).ConfigureAwait(false);
            tally.Add(stored, mapped);
            if (run.Kind == MappingRunKind.DryRun || mapped.Hash == stored.MappedHash)
            {
                continue;
            }
            var content = PassBatch.Serialize(Remapped(stored, mapped, mapper, run.Id));
            if (!batch.Fits(content))
            {
                if (!await Commit(store, batch, ct).ConfigureAwait(false))
                {
                    return null;
                }
                batch.Clear();
            }
            batch.Add(document.Path.Id, content, document.ETag);
        }
        if (!await Commit(store, batch, ct).ConfigureAwait(false))
        {
            return null;
        }
        if (run.Kind != MappingRunKind.DryRun)
        {
            await active.RecordMisses(tenantId, run.IntegrationId, run.ObjectName, mapper, ct).ConfigureAwait(false);
        }
        return run with
        {
            Cursor = page.Next,
            Tally = tally.Result(),
            Status = page.Next is null ? MappingRunStatus.Succeeded : MappingRunStatus.Running,
            FinishedAt = page.Next is null ? clock.GetUtcNow() : null,
        };
    }

    private static async Task<bool> Commit(IDocumentStore store, PassBatch batch, CancellationToken ct) =>
        batch.Count == 0 || (await store.Commit(batch.Documents, ct).ConfigureAwait(false)).Conflict is null;

    private RecordDocument Remapped(RecordDocument stored, MappedRecord mapped, RecordMapper mapper, string runId) =>
        stored with
        {
            Canonical = mapped.Canonical,
            ChangedAt = clock.GetUtcNow(),
            Returned = stored.Withheld is not null && mapped.Withheld is null ? true : null,
            MappingVersion = mapper.Version,
            MappingStamp = mapper.Stamp,
            MappedHash = mapped.Hash,
            Withheld = mapped.Withheld,
            Faults = mapped.Faults.Count == 0 ? null : mapped.Faults,
            Vanished = stored.Withheld is null && mapped.Withheld is not null ? true : null,
            MappingRunId = runId,
        };
}
