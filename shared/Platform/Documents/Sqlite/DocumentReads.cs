using System.Globalization;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

internal static class DocumentReads
{
    public static Document? Find(SqliteReadScope scope, long collection, DocumentPath path)
    {
        var row = scope
            .Prepare("SELECT sequence, created, updated, content FROM documents WHERE collection=?1 AND id=?2")
            .Bind(1, collection)
            .Bind(2, path.Id);
        if (!row.Step())
        {
            return null;
        }
        var document = new Document(path, row.Bytes(3), ETag(row.Int64(0)), Time(row.Int64(1)), Time(row.Int64(2)));
        row.Reset();
        return document;
    }

    public static string ETag(long sequence) => sequence.ToString("x", CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
