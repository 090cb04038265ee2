using System.Collections.Concurrent;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>The numbers that stand for a collection of a tenant in the tables.</summary>
/// <param name="Path">The collection.</param>
/// <param name="Key">Its number.</param>
/// <param name="Owner">The tenant's number.</param>
/// <param name="Group">The number of its group.</param>
/// <param name="Spans">Whether its documents carry their path, for queries over the group.</param>
internal sealed record CollectionKey(CollectionPath Path, long Key, long Owner, long Group, bool Spans)
{
    /// <summary>What the column path of a document holds.</summary>
    public string? PathOf(string id) => Spans ? $"{Path.Value}/{id}" : null;
}

/// <summary>The numbers of collections: given once, never changed, so they are kept in memory.</summary>
internal sealed class CollectionKeys
{
    private const int MaxKept = 100_000;
    private const string Find = """
        SELECT c.key, c.owner, c.grp, g.spans FROM documents_collections c JOIN documents_groups g ON g.key = c.grp
        WHERE c.tenant=?1 AND c.path=?2
        """;
    private readonly ConcurrentDictionary<(string Tenant, string Path), CollectionKey> _keys = new();

    public long? ForRead(SqliteReadScope scope, string tenant, CollectionPath path)
    {
        if (_keys.TryGetValue((tenant, path.Value), out var key))
        {
            return key.Key;
        }
        var found = Read(scope.Prepare(Find), tenant, path);
        if (found is not null)
        {
            Keep(tenant, found);
        }
        return found?.Key;
    }

    public CollectionKey ForWrite(SqliteWriteScope scope, string tenant, CollectionPath path)
    {
        if (_keys.TryGetValue((tenant, path.Value), out var key))
        {
            return key;
        }
        var found = Read(scope.Prepare(Find), tenant, path) ?? Create(scope, tenant, path);
        // Only what is on disk is kept: the write around it may still fail, and its number go to another collection.
        scope.AfterCommit(() => Keep(tenant, found));
        return found;
    }

    private static CollectionKey Create(SqliteWriteScope scope, string tenant, CollectionPath path)
    {
        scope.Prepare("INSERT INTO documents_tenants(name) VALUES(?1) ON CONFLICT DO NOTHING").Bind(1, tenant).Run();
        scope.Prepare("INSERT INTO documents_groups(name) VALUES(?1) ON CONFLICT DO NOTHING").Bind(1, path.Group).Run();
        scope
            .Prepare(
                """
                INSERT INTO documents_collections(tenant, path, owner, grp)
                SELECT ?1, ?2, t.key, g.key FROM documents_tenants t, documents_groups g WHERE t.name = ?1 AND g.name = ?3
                """
            )
            .Bind(1, tenant)
            .Bind(2, path.Value)
            .Bind(3, path.Group)
            .Run();
        return Read(scope.Prepare(Find), tenant, path)!;
    }

    private static CollectionKey? Read(SqliteStatement statement, string tenant, CollectionPath path)
    {
        var row = statement.Bind(1, tenant).Bind(2, path.Value);
        if (!row.Step())
        {
            return null;
        }
        var key = new CollectionKey(path, row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3) != 0);
        row.Reset();
        return key;
    }

    private void Keep(string tenant, CollectionKey key)
    {
        if (_keys.Count >= MaxKept)
        {
            _keys.Clear();
        }
        _keys[(tenant, key.Path.Value)] = key;
    }
}
