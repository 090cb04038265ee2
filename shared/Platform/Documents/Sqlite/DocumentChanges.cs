using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>Reads the change feed. An entry whose version has expired is left out: its content is gone, and a deletion follows.</summary>
internal static class DocumentChanges
{
    private const string Told = "(kind = 2 OR expires IS NULL OR expires > ?4)";

    private const string Columns = """
        SELECT c.sequence, c.kind, c.id, c.created, c.updated, c.expires, coalesce(v.content, d.content)
        FROM documents_changes c
        LEFT JOIN documents_versions v ON v.sequence = c.shows
        LEFT JOIN documents d ON d.collection = c.collection AND d.id = c.id AND d.sequence = c.shows
        WHERE c.collection = ?1 AND c.sequence > ?2 AND (c.kind = 2 OR c.expires IS NULL OR c.expires > ?4)
        """;

    /// <exception cref="ChangeCursorExpiredException">Deletions behind the cursor are forgotten.</exception>
    public static (List<DocumentChange> Changes, FeedCursor Cursor) Read(
        SqliteReadScope scope,
        long key,
        CollectionPath collection,
        FeedCursor cursor,
        int limit,
        long now
    )
    {
        var forgotten = Forgotten(scope, key);
        if (cursor.Missed(forgotten))
        {
            throw new ChangeCursorExpiredException(collection);
        }
        var changes = new List<DocumentChange>();
        var rows = scope
            .Prepare(Columns + " ORDER BY c.sequence LIMIT ?3")
            .Bind(1, key)
            .Bind(2, cursor.After)
            .Bind(3, limit)
            .Bind(4, now);
        Collect(rows, collection, changes);
        if (changes.Count == limit)
        {
            // A batch is never seen in part: the rest of the last one comes along, over the limit.
            var last = changes[^1].Sequence;
            rows = scope
                .Prepare(Columns + " AND c.sequence <= ?3 ORDER BY c.sequence")
                .Bind(1, key)
                .Bind(2, last)
                .Bind(3, last | (DocumentsSchema.CommitStride - 1))
                .Bind(4, now);
            Collect(rows, collection, changes);
        }
        return (
            changes,
            new(changes.Count > 0 ? changes[^1].Sequence : cursor.After, cursor.After == 0 ? forgotten : cursor.Since)
        );
    }

    /// <summary>Whether <see cref="Read"/> would have something to say.</summary>
    public static bool Any(SqliteReadScope scope, long key, FeedCursor cursor, long now) =>
        cursor.Missed(Forgotten(scope, key))
        || scope
            .Prepare($"SELECT 1 FROM documents_changes WHERE collection = ?1 AND sequence > ?2 AND {Told} LIMIT ?3")
            .Bind(1, key)
            .Bind(2, cursor.After)
            .Bind(3, 1)
            .Bind(4, now)
            .Scalar()
            is not null;

    private static long Forgotten(SqliteReadScope scope, long key) =>
        scope.Prepare("SELECT forgotten FROM documents_collections WHERE key = ?1").Bind(1, key).Scalar() ?? 0;

    private static void Collect(SqliteStatement rows, CollectionPath collection, List<DocumentChange> changes)
    {
        while (rows.Step())
        {
            var sequence = rows.Int64(0);
            changes.Add(
                new(
                    sequence,
                    (ChangeKind)rows.Int64(1),
                    new(
                        collection.Document(rows.Text(2)),
                        Jsonb.Decode(rows.Span(6)),
                        DocumentReads.ETag(sequence),
                        DocumentReads.Time(rows.Int64(3)),
                        DocumentReads.Time(rows.Int64(4))
                    )
                    {
                        ExpiresAt = DocumentReads.Expiry(rows, 5),
                    }
                )
            );
        }
    }
}
