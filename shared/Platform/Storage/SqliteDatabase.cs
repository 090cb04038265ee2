using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Platform.Storage;

/// <summary>
/// One SQLite file with one writer and many readers (WAL, synchronous=FULL). Writes that wait together share one transaction and one fsync
/// (group commit); each has a savepoint of its own, so one that fails takes no other with it. Readers never wait for the writer.
/// </summary>
public sealed class SqliteDatabase : IAsyncDisposable, IDisposable
{
    private readonly SqliteGroupWriter _writer;
    private readonly SqliteReaderPool _readers;

    private SqliteDatabase(string path, SqliteConnection writer, ICommitObserver? observer)
    {
        Path = path;
        _writer = new SqliteGroupWriter(writer, path, observer);
        _readers = new SqliteReaderPool(() => SqliteConnections.OpenReader(path));
    }

    /// <summary>Absolute path of the file.</summary>
    public string Path { get; }

    /// <summary>Whether writes are still accepted; false once the writer met a failure that it can't get over.</summary>
    public bool IsHealthy => _writer.IsHealthy;

    /// <summary>Opens or creates the file and brings its tables up to date.</summary>
    /// <exception cref="StorageException">Not writable, not a database, damaged, or written by a newer version; the file is as it was.</exception>
    public static SqliteDatabase Open(string path, IReadOnlyList<SqliteSchema> schemas) => Open(path, schemas, null);

    /// <inheritdoc cref="Open(string, IReadOnlyList{SqliteSchema})"/>
    internal static SqliteDatabase Open(string path, IReadOnlyList<SqliteSchema> schemas, ICommitObserver? observer)
    {
        SQLitePCL.Batteries_V2.Init();
        var full = System.IO.Path.GetFullPath(path);
        SqliteConnection? writer = null;
        try
        {
            // An empty file is a new database to SQLite.
            if (File.Exists(full) && new FileInfo(full).Length > 0)
            {
                CheckUntouched(full, schemas);
            }
            writer = SqliteConnections.OpenWriter(full);
            SqliteMigrations.Run(writer, schemas);
            return new SqliteDatabase(full, writer, observer);
        }
        catch (SqliteException e)
        {
            writer?.Dispose();
            throw Explain(e, full);
        }
        catch
        {
            writer?.Dispose();
            throw;
        }
    }

    private static void CheckUntouched(string path, IReadOnlyList<SqliteSchema> schemas)
    {
        try
        {
            using var look = SqliteConnections.OpenUntouched(path);
            SqliteMigrations.Check(look, path, schemas);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_READONLY)
        {
            // A process died within a transaction, before the file was in WAL mode: nobody can read it before that transaction is undone, which
            // a connection that may only read can't do.
            using var look = SqliteConnections.OpenUndoing(path);
            SqliteMigrations.Check(look, path, schemas);
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> on the writer's thread; the task ends when its effect is on disk, or with its exception and no effect.
    /// <paramref name="ct"/> ends only the wait for a place in the queue: once taken in, the write happens.
    /// </summary>
    public Task<T> Write<T>(Func<SqliteWriteScope, T> work, CancellationToken ct = default) =>
        _writer.Write(work, repeatable: false, ct);

    /// <summary>
    /// As <see cref="Write"/>, for constructors: it blocks the caller until the write is through, and what ends the wait needs no thread of the pool.
    /// </summary>
    public T WriteAndWait<T>(Func<SqliteWriteScope, T> work) => _writer.WriteAndWait(work);

    /// <summary>
    /// As <see cref="Write"/>, and cheaper, for work that may be run a second time because it changes nothing but the scope: a group of such
    /// writes needs no savepoints, and is run again with them where one of its writes fails.
    /// </summary>
    public Task<T> WriteRepeatable<T>(Func<SqliteWriteScope, T> work, CancellationToken ct = default) =>
        _writer.Write(work, repeatable: true, ct);

    /// <summary>
    /// As <see cref="WriteRepeatable"/>, for a caller who does not wait: it goes on by <see cref="SqliteWriteScope.AfterCommit"/>, or by
    /// <paramref name="failed"/>, which is called on a thread of the pool where the write had no effect.
    /// </summary>
    public void Post(Action<SqliteWriteScope> work, Action<Exception> failed) => _writer.Post(work, failed);

    /// <summary>
    /// Runs <paramref name="work"/> on a reading connection, inside one snapshot. Don't nest a text inside itself: a scope holds one
    /// command a text.
    /// </summary>
    public T Read<T>(Func<SqliteReadScope, T> work)
    {
        var reader = Rent();
        try
        {
            var result = reader.Run(work);
            _readers.Return(reader);
            return result;
        }
        catch (Exception e)
        {
            // Whatever the failure left open (a half-read command, the snapshot) goes away with the connection.
            reader.Dispose();
            if (e is SqliteException sqlite)
            {
                throw Explain(sqlite, Path);
            }
            throw;
        }
    }

    /// <summary>Ends what was taken in, then closes the file.</summary>
    public async ValueTask DisposeAsync() => await Task.Run(Dispose).ConfigureAwait(false);

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        _readers.Dispose();
        // Last, so that closing the last connection moves the WAL into the file.
        _writer.Dispose();
    }

    private SqliteReadScope Rent()
    {
        try
        {
            return _readers.Rent();
        }
        catch (SqliteException e)
        {
            throw Explain(e, Path);
        }
    }

    internal static StorageException Explain(SqliteException e, string path) =>
        new(
            e.SqliteErrorCode switch
            {
                8 => $"{path} can't be written to: it is read-only.",
                11 => $"{path} is damaged: {e.Message.TrimEnd('.')}. Restore it from a backup.",
                13 => $"{path} can't grow: the disk is full.",
                14 => $"{path} can't be opened: check that its folder exists and may be written to.",
                26 =>
                    $"{path} is not a database of this platform. Move it away, or name another folder with --data DIR.",
                _ => $"{path}: {e.Message}",
            },
            e
        );
}
