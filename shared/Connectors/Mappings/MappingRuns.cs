using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Mappings;

/// <summary>The book of runs of mappings over stored records.</summary>
public sealed class MappingRuns(IDocumentStores stores, TimeProvider clock)
{
    internal const string Group = "mappingRuns";

    /// <summary>Enters a run, unless it was entered before: then that one is returned.</summary>
    public async Task<MappingRun> Enter(
        string tenantId,
        string userId,
        ObjectMapping mapping,
        string runId,
        MappingRunKind kind,
        int version,
        string? undoes,
        CancellationToken ct = default
    )
    {
        var run = new MappingRun(
            runId,
            mapping.IntegrationId,
            mapping.ObjectName,
            kind,
            version,
            undoes,
            MappingRunStatus.Running,
            clock.GetUtcNow(),
            userId,
            null,
            null,
            MappingTally.Empty
        );
        var path = RunsOf(mapping.IntegrationId, mapping.ObjectName).Document(runId);
        var result = await stores
            .ForTenant(tenantId)
            .Create(path, run, MappingStoreJson.Default.MappingRun, ct)
            .ConfigureAwait(false);
        return result.Conflict is null
            ? run
            : await Get(tenantId, mapping.IntegrationId, mapping.ObjectName, runId, ct).ConfigureAwait(false) ?? run;
    }

    /// <summary>The run, or null.</summary>
    public async Task<MappingRun?> Get(
        string tenantId,
        string integrationId,
        string objectName,
        string runId,
        CancellationToken ct = default
    ) => (await Read(tenantId, integrationId, objectName, runId, ct).ConfigureAwait(false)).Run;

    /// <summary>A page of runs, newest first; 1 to 1,000.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    public async Task<MappingRunPage> List(
        string tenantId,
        ObjectMapping mapping,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var query = new DocumentQuery(RunsOf(mapping.IntegrationId, mapping.ObjectName))
            .OrderBy("startedAt", descending: true)
            .Limit(limit)
            .StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new([.. page.Documents.Select(d => d.As(MappingStoreJson.Default.MappingRun))], page.Next);
    }

    /// <summary>Closes a run that failed; one that has ended keeps its ending.</summary>
    public async Task Fail(string tenantId, MappingRun run, MappingRunError error, CancellationToken ct = default)
    {
        while (true)
        {
            var (stored, etag) = await Read(tenantId, run.IntegrationId, run.ObjectName, run.Id, ct)
                .ConfigureAwait(false);
            if (stored is not { Status: MappingRunStatus.Running })
            {
                return;
            }
            var ended = stored with { Status = MappingRunStatus.Failed, FinishedAt = clock.GetUtcNow(), Error = error };
            if (await Write(tenantId, ended, etag!, ct).ConfigureAwait(false) is not null)
            {
                return;
            }
        }
    }

    internal async Task<(MappingRun? Run, string? ETag)> Read(
        string tenantId,
        string integrationId,
        string objectName,
        string runId,
        CancellationToken ct
    )
    {
        if (!IdRules.IsId(runId))
        {
            return (null, null);
        }
        var path = RunsOf(integrationId, objectName).Document(runId);
        var document = await stores.ForTenant(tenantId).Get(path, ct).ConfigureAwait(false);
        return (document?.As(MappingStoreJson.Default.MappingRun), document?.ETag);
    }

    /// <summary>Writes a run over the version that was read; its new version mark, or null where somebody else was faster.</summary>
    internal async Task<string?> Write(string tenantId, MappingRun run, string etag, CancellationToken ct)
    {
        var path = RunsOf(run.IntegrationId, run.ObjectName).Document(run.Id);
        var result = await stores
            .ForTenant(tenantId)
            .Set(path, run, MappingStoreJson.Default.MappingRun, etag, ct)
            .ConfigureAwait(false);
        return result.Conflict is null ? result.ETags[0] : null;
    }

    internal static IntegrationError NotFound(string runId) =>
        new(ErrorKind.Permanent, "mapping-run-not-found", $"There is no run '{runId}' of this mapping.");

    private static CollectionPath RunsOf(string integrationId, string objectName) =>
        new($"integrations/{integrationId}/objects/{objectName}/{Group}");
}
