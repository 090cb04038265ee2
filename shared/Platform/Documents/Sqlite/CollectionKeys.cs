using System.Collections.Concurrent;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>The numbers that stand for (tenant, collection) in the tables: given once, never changed, so they are kept in memory.</summary>
internal sealed class CollectionKeys
{
    private const int MaxKept = 100_000;
    private const string Find = "SELECT key FROM documents_collections WHERE tenant=?1 AND path=?2";
    private readonly ConcurrentDictionary<(string Tenant, string Path), long> _keys = new();

    public long? ForRead(SqliteReadScope scope, string tenant, CollectionPath path)
    {
        if (_keys.TryGetValue((tenant, path.Value), out var key))
        {
            return key;
        }
        var found = scope.Prepare(Find).Bind(1, tenant).Bind(2, path.Value).Scalar();
        if (found is { } number)
        {
            Keep(tenant, path, number);
        }
        return found;
    }

    public long ForWrite(SqliteWriteScope scope, string tenant, CollectionPath path)
    {
        if (_keys.TryGetValue((tenant, path.Value), out var key))
        {
            return key;
        }
        var number =
            scope.Prepare(Find).Bind(1, tenant).Bind(2, path.Value).Scalar()
            ?? scope
                .Prepare("INSERT INTO documents_collections(tenant, path) VALUES(?1,?2) RETURNING key")
                .Bind(1, tenant)
                .Bind(2, path.Value)
                .Scalar()!
                .Value;
        // Only what is on disk is kept: the write around it may still fail, and its number go to another collection.
        scope.AfterCommit(() => Keep(tenant, path, number));
        return number;
    }

    private void Keep(string tenant, CollectionPath path, long key)
    {
        if (_keys.Count >= MaxKept)
        {
            _keys.Clear();
        }
        _keys[(tenant, path.Value)] = key;
    }
}
