using System.Buffers.Binary;
using System.Buffers.Text;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

internal static class DocumentChanges
{
    private const string Columns = """
        SELECT c.sequence, c.kind, c.id, c.created, c.updated, coalesce(v.content, d.content)
        FROM documents_changes c
        LEFT JOIN documents_versions v ON v.sequence = c.shows
        LEFT JOIN documents d ON d.collection = c.collection AND d.id = c.id AND d.sequence = c.shows
        WHERE c.collection = ?1 AND
        """;

    public static List<DocumentChange> Read(
        SqliteReadScope scope,
        long key,
        CollectionPath collection,
        long after,
        int limit
    )
    {
        var changes = new List<DocumentChange>();
        var rows = scope
            .Prepare(Columns + " c.sequence > ?2 ORDER BY c.sequence LIMIT ?3")
            .Bind(1, key)
            .Bind(2, after)
            .Bind(3, limit);
        Collect(rows, collection, changes);
        if (changes.Count == limit)
        {
            // A batch is never seen in part: the rest of the last one comes along, over the limit.
            var last = changes[^1].Sequence;
            rows = scope
                .Prepare(Columns + " c.sequence > ?2 AND c.sequence <= ?3 ORDER BY c.sequence")
                .Bind(1, key)
                .Bind(2, last)
                .Bind(3, last | (DocumentsSchema.CommitStride - 1));
            Collect(rows, collection, changes);
        }
        return changes;
    }

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
                        Jsonb.Decode(rows.Span(5)),
                        DocumentReads.ETag(sequence),
                        DocumentReads.Time(rows.Int64(3)),
                        DocumentReads.Time(rows.Int64(4))
                    )
                )
            );
        }
    }

    // 16 bytes that stand for the feed, 8 for the place in it.
    public static string WriteCursor(long sequence, string tenant, CollectionPath collection)
    {
        Span<byte> bytes = stackalloc byte[24];
        Feed(tenant, collection).CopyTo(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], sequence);
        return Base64Url.EncodeToString(bytes);
    }

    public static long ReadCursor(string? cursor, string tenant, CollectionPath collection)
    {
        if (cursor is null)
        {
            return 0;
        }
        Span<byte> bytes = stackalloc byte[24];
        return
            cursor.Length == 32
            && Base64Url.IsValid(cursor)
            && Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            && length == 24
            && bytes[..16].SequenceEqual(Feed(tenant, collection))
            ? BinaryPrimitives.ReadInt64BigEndian(bytes[16..])
            : throw new ArgumentException($"The cursor was not made by the change feed of {collection}.");
    }

    private static byte[] Feed(string tenant, CollectionPath collection) =>
        Convert.FromHexString(Identifiers.From("", "changes", tenant, collection.Value).AsSpan(1));
}
