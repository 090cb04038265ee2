using System.Globalization;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

internal static class DocumentReads
{
    /// <summary>What is still there at a time (ticks, UTC); house-keeping comes later.</summary>
    public static Document? Find(SqliteReadScope scope, long collection, DocumentPath path, long now)
    {
        var row = scope
            .Prepare(
                "SELECT sequence, created, updated, content, expires FROM documents "
                    + "WHERE collection=?1 AND id=?2 AND (expires IS NULL OR expires > ?3)"
            )
            .Bind(1, collection)
            .Bind(2, path.Id)
            .Bind(3, now);
        if (!row.Step())
        {
            return null;
        }
        var document = new Document(
            path,
            Jsonb.Decode(row.Span(3)),
            ETag(row.Int64(0)),
            Time(row.Int64(1)),
            Time(row.Int64(2))
        )
        {
            ExpiresAt = Expiry(row, 4),
        };
        row.Reset();
        return document;
    }

    /// <summary>The collections in which something is still there, in the order of their paths (UTF-8 bytes).</summary>
    public static IReadOnlyList<CollectionPath> Collections(SqliteReadScope scope, string tenant, long now)
    {
        var rows = scope
            .Prepare(
                """
                SELECT path FROM documents_collections c WHERE tenant = ?1 AND EXISTS(
                    SELECT 1 FROM documents d WHERE d.collection = c.key AND (d.expires IS NULL OR d.expires > ?2)
                ) ORDER BY path
                """
            )
            .Bind(1, tenant)
            .Bind(2, now);
        var paths = new List<CollectionPath>();
        while (rows.Step())
        {
            paths.Add(rows.Text(0));
        }
        return paths;
    }

    public static string ETag(long sequence) => sequence.ToString("x", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Expiry(SqliteStatement row, int column) =>
        row.IsNull(column) ? null : Time(row.Int64(column));

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
