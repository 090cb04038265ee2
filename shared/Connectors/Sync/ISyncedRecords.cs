using System.Text.Json.Nodes;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>Reads what synchronisation has brought in. Deleted records, and those that their mapping withholds, do not appear.</summary>
public interface ISyncedRecords
{
    /// <summary>All live records of an object, by key.</summary>
    IAsyncEnumerable<SyncedRecord> List(
        string tenantId,
        string integrationId,
        string objectName,
        CancellationToken ct = default
    );

    /// <summary>A page of an object's live records, by key. A page may be short, or empty, and still have a next one.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    Task<SyncedPage> Page(
        string tenantId,
        string integrationId,
        string objectName,
        int limit,
        string? cursor,
        CancellationToken ct = default
    );

    /// <summary>Changes of an object's records in the order in which they were stored, from a durable cursor (null: from the beginning).</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this feed.</exception>
    Task<RecordChangePage> Changes(
        string tenantId,
        string integrationId,
        string objectName,
        int limit,
        string? cursor,
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

/// <summary>A page of records; <paramref name="Next"/> is null on the last one.</summary>
public sealed record SyncedPage(IReadOnlyList<SyncedRecord> Records, string? Next);

/// <summary>What happened to a record.</summary>
public enum RecordChangeKind
{
    /// <summary>It is new, or came back after a deletion.</summary>
    Added,

    /// <summary>Its content changed.</summary>
    Updated,

    /// <summary>A complete pass no longer found it.</summary>
    Deleted,
}

/// <summary>One change; the record is as it was after it (for a deletion, as it was last seen).</summary>
public sealed record RecordChange(RecordChangeKind Kind, SyncedRecord Record, string RunId, DateTimeOffset At);

/// <summary>A page of changes; <paramref name="Cursor"/> is where to go on, also where the page is empty.</summary>
public sealed record RecordChangePage(IReadOnlyList<RecordChange> Changes, string Cursor);
