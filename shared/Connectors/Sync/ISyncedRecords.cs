using System.Text.Json.Nodes;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>Reads what synchronisation has brought in. Deleted records do not appear.</summary>
public interface ISyncedRecords
{
    /// <summary>All live records of an object, by key.</summary>
    IAsyncEnumerable<SyncedRecord> List(
        string tenantId,
        string integrationId,
        string objectName,
        CancellationToken ct = default
    );

    /// <summary>One live record, or null.</summary>
    Task<SyncedRecord?> Get(
        string tenantId,
        string integrationId,
        string objectName,
        string key,
        CancellationToken ct = default
    );
}

/// <summary>A stored record.</summary>
/// <param name="ObjectName">Its object.</param>
/// <param name="Key">Key at the source.</param>
/// <param name="Canonical">In the canonical model: see <c>Mapping/Models</c>.</param>
/// <param name="ETag">The source's version mark when it was read.</param>
public sealed record SyncedRecord(string ObjectName, string Key, JsonObject Canonical, string? ETag);
