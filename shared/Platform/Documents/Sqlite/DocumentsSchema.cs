using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>
/// Documents and their changes. An insert writes its content once: the change entry of the newest version reads it from the document,
/// and only a version that is written over moves its content to documents_versions. A sequence is commit * 128 + place in the batch, so the
/// entries of a batch are known by their common commit; it is the etag as well. Content is SQLite's JSONB, which is searched without being
/// parsed and keeps numbers and strings as they were written: digit by digit, escape by escape. What the product's declared indexes need is
/// not here but made when the store is opened.
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
                // grp: the collections' last segment, as a number; spans: whether its documents carry their path, for queries over the
                // group. rtrim() takes from a path all that is not a slash.
                """
                CREATE TABLE documents_groups(
                    key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, spans INTEGER NOT NULL DEFAULT 0
                ) STRICT;
                INSERT INTO documents_groups(name)
                    SELECT DISTINCT substr(path, length(rtrim(path, replace(path, '/', ''))) + 1) FROM documents_collections;
                CREATE TABLE documents_tenants(key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
                INSERT INTO documents_tenants(name) SELECT DISTINCT tenant FROM documents_collections;
                ALTER TABLE documents_collections ADD COLUMN owner INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE documents_collections ADD COLUMN grp INTEGER NOT NULL DEFAULT 0;
                UPDATE documents_collections SET
                    owner = (SELECT key FROM documents_tenants WHERE name = tenant),
                    grp = (SELECT key FROM documents_groups
                        WHERE name = substr(path, length(rtrim(path, replace(path, '/', ''))) + 1));
                CREATE INDEX documents_collections_group ON documents_collections(owner, grp);
                CREATE TABLE documents_stored(
                    key INTEGER PRIMARY KEY, collection INTEGER NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL,
                    created INTEGER NOT NULL, updated INTEGER NOT NULL, expires INTEGER, owner INTEGER NOT NULL, grp INTEGER NOT NULL,
                    path TEXT, content BLOB NOT NULL
                ) STRICT;
                INSERT INTO documents_stored
                    SELECT d.key, collection, id, sequence, created, updated, NULL, owner, grp, NULL, jsonb(content)
                    FROM documents d JOIN documents_collections c ON c.key = d.collection ORDER BY d.key;
                DROP TABLE documents;
                ALTER TABLE documents_stored RENAME TO documents;
                CREATE UNIQUE INDEX documents_ids ON documents(collection, id);
                CREATE INDEX documents_expiry ON documents(expires, collection) WHERE expires IS NOT NULL;
                CREATE TABLE documents_elements(
                    ix INTEGER NOT NULL, collection INTEGER NOT NULL, owner INTEGER NOT NULL, rank INTEGER NOT NULL, value ANY NOT NULL,
                    key INTEGER NOT NULL, PRIMARY KEY(ix, collection, rank, value, key)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX documents_elements_owner ON documents_elements(ix, owner, rank, value, key);
                CREATE INDEX documents_elements_key ON documents_elements(key, ix);
                CREATE TABLE documents_old(sequence INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT;
                INSERT INTO documents_old SELECT sequence, jsonb(content) FROM documents_versions ORDER BY sequence;
                DROP TABLE documents_versions;
                ALTER TABLE documents_old RENAME TO documents_versions;
                """,
                // expires: of the version that the entry shows. supersedes: the entry before it of the same document, until house-keeping has
                // taken that away. forgotten: the newest deletion that is no longer told.
                """
                ALTER TABLE documents_changes ADD COLUMN expires INTEGER;
                ALTER TABLE documents_changes ADD COLUMN supersedes INTEGER;
                CREATE INDEX documents_changes_ids ON documents_changes(collection, id, sequence);
                UPDATE documents_changes SET supersedes = (
                    SELECT max(p.sequence) FROM documents_changes p WHERE p.collection = documents_changes.collection
                        AND p.id = documents_changes.id AND p.sequence < documents_changes.sequence
                ) WHERE kind > 0;
                DROP INDEX documents_changes_ids;
                CREATE INDEX documents_changes_done ON documents_changes(updated, sequence) WHERE supersedes IS NOT NULL;
                ALTER TABLE documents_collections ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
                """,
            ]
        );
}
