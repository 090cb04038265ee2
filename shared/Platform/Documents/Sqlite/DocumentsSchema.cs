using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>
/// Documents and their changes. An insert writes its content once: the change entry of the newest version reads it from the document,
/// and only a version that is written over moves its content to documents_versions. A sequence is commit * 128 + place in the batch, so the
/// entries of a batch are known by their common commit; it is the etag as well. Content is the JSON text as it came, digit by digit.
/// </summary>
internal static class DocumentsSchema
{
    // More than DocumentBatch.MaxOperations, and a power of two.
    public const long CommitStride = 128;

    public static SqliteSchema Schema { get; } =
        new(
            "documents",
            [
                """
                CREATE TABLE documents_collections(
                    key INTEGER PRIMARY KEY, tenant TEXT NOT NULL, path TEXT NOT NULL, UNIQUE(tenant, path)
                ) STRICT;
                CREATE TABLE documents(
                    key INTEGER PRIMARY KEY, collection INTEGER NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL,
                    created INTEGER NOT NULL, updated INTEGER NOT NULL, content TEXT NOT NULL, UNIQUE(collection, id)
                ) STRICT;
                CREATE TABLE documents_changes(
                    collection INTEGER NOT NULL, sequence INTEGER NOT NULL, kind INTEGER NOT NULL, id TEXT NOT NULL,
                    created INTEGER NOT NULL, updated INTEGER NOT NULL, shows INTEGER NOT NULL, PRIMARY KEY(collection, sequence)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE documents_versions(sequence INTEGER PRIMARY KEY, content TEXT NOT NULL) STRICT;
                CREATE TABLE documents_commits(last INTEGER NOT NULL) STRICT;
                INSERT INTO documents_commits VALUES(0);
                """,
            ]
        );
}
