using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Platform.Storage;

/// <summary>The ways in which a database file is opened.</summary>
internal static class SqliteConnections
{
    // A checkpoint every 16 MB: hot pages are copied into the file once for many commits, and recovery after a crash stays short.
    private const string WriterPragmas =
        "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        + "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=4000;";

    private const string ReaderPragmas = "PRAGMA busy_timeout=5000; PRAGMA query_only=ON; PRAGMA mmap_size=268435456;";

    public static SqliteConnection OpenWriter(string path) => Open(path, SqliteOpenMode.ReadWriteCreate, WriterPragmas);

    // ReadWrite, because a reader of a WAL file takes part in its shared memory; not Create, for a file that is gone must not come back empty.
    public static SqliteConnection OpenReader(string path) => Open(path, SqliteOpenMode.ReadWrite, ReaderPragmas);

    /// <summary>Looks at a file without changing a byte of it: no switch to WAL, no checkpoint.</summary>
    public static SqliteConnection OpenUntouched(string path) =>
        Open(path, SqliteOpenMode.ReadOnly, "PRAGMA busy_timeout=5000;");

    /// <summary>Looks at a file, and undoes what a process that died has left half done in it; no more.</summary>
    public static SqliteConnection OpenUndoing(string path) =>
        Open(path, SqliteOpenMode.ReadWrite, "PRAGMA busy_timeout=5000;");

    /// <summary>A new file, for another to be copied into.</summary>
    public static SqliteConnection OpenCopy(string path) =>
        Open(path, SqliteOpenMode.ReadWriteCreate, "PRAGMA busy_timeout=5000;");

    private static SqliteConnection Open(string path, SqliteOpenMode mode, string pragmas)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = mode,
                Cache = SqliteCacheMode.Private,
                Pooling = false,
            }.ToString()
        );
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = pragmas;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
