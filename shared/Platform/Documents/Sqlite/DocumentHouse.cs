using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>One small write of house-keeping at a time.</summary>
internal static class DocumentHouse
{
    /// <summary>Removes documents whose time has come, the oldest first. Returns the collection of each.</summary>
    public static List<(string Tenant, CollectionPath Collection)> RemoveExpired(
        SqliteWriteScope scope,
        CommitNumbers numbers,
        long now,
        int max
    )
    {
        var found = new List<(long Collection, string Id, DocumentWrites.Stored Stored)>();
        var collections = new List<(string, CollectionPath)>();
        var rows = scope
            .Prepare(
                """
                SELECT d.key, d.sequence, d.created, d.id, d.collection, c.tenant, c.path
                FROM documents d JOIN documents_collections c ON c.key = d.collection
                WHERE d.expires <= ?1 ORDER BY d.expires LIMIT ?2
                """
            )
            .Bind(1, now)
            .Bind(2, max);
        while (rows.Step())
        {
            found.Add((rows.Int64(4), rows.Text(3), new(rows.Int64(0), rows.Int64(1), rows.Int64(2), null)));
            collections.Add((rows.Text(5), rows.Text(6)));
        }
        if (found.Count > 0)
        {
            var first = numbers.NextSequence(scope);
            for (var i = 0; i < found.Count; i++)
            {
                DocumentWrites.Remove(scope, found[i].Collection, found[i].Id, found[i].Stored, first + i, now);
            }
        }
        return collections;
    }

    /// <summary>
    /// Takes away what entries from before a time have superseded, and those of them that are deletions. The last entry of a document that is
    /// there supersedes another at most, and stays.
    /// </summary>
    public static int Compact(SqliteWriteScope scope, long before, int max)
    {
        var found = new List<(long Collection, long Sequence, bool Deleted, long Supersedes)>();
        var rows = scope
            .Prepare(
                """
                SELECT collection, sequence, kind, supersedes FROM documents_changes
                WHERE supersedes IS NOT NULL AND updated < ?1 ORDER BY updated, sequence LIMIT ?2
                """
            )
            .Bind(1, before)
            .Bind(2, max);
        while (rows.Step())
        {
            found.Add((rows.Int64(0), rows.Int64(1), rows.Int64(2) == (long)ChangeKind.Deleted, rows.Int64(3)));
        }
        var removed = 0;
        foreach (var (collection, sequence, deleted, supersedes) in found)
        {
            removed += Forget(scope, collection, supersedes);
            if (deleted)
            {
                scope
                    .Prepare("UPDATE documents_collections SET forgotten = max(forgotten, ?2) WHERE key = ?1")
                    .Bind(1, collection)
                    .Bind(2, sequence)
                    .Run();
                removed += DeleteEntry(scope, collection, sequence);
            }
            else
            {
                scope
                    .Prepare("UPDATE documents_changes SET supersedes = NULL WHERE collection = ?1 AND sequence = ?2")
                    .Bind(1, collection)
                    .Bind(2, sequence)
                    .Run();
            }
        }
        return removed;
    }

    // A clock that was set back makes an entry look younger than the one after it: whatever is before goes along.
    private static int Forget(SqliteWriteScope scope, long collection, long? sequence)
    {
        var removed = 0;
        while (sequence is { } entry)
        {
            sequence = scope
                .Prepare("SELECT supersedes FROM documents_changes WHERE collection = ?1 AND sequence = ?2")
                .Bind(1, collection)
                .Bind(2, entry)
                .Scalar();
            removed += DeleteEntry(scope, collection, entry);
            scope.Prepare("DELETE FROM documents_versions WHERE sequence = ?1").Bind(1, entry).Run();
        }
        return removed;
    }

    private static int DeleteEntry(SqliteWriteScope scope, long collection, long sequence) =>
        scope
            .Prepare("DELETE FROM documents_changes WHERE collection = ?1 AND sequence = ?2")
            .Bind(1, collection)
            .Bind(2, sequence)
            .Run();
}
