using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Platform.Storage;

/// <summary>
/// One SQLite file with one writer and many readers (WAL, synchronous=FULL). Writes that wait together share one transaction and one fsync
/// (group commit); each has a savepoint of its own, so one that fails takes no other with it. Readers never wait for the writer.
/// </summary>
public sealed class SqliteDatabase : IAsyncDisposable
{
    private const int MaxGroup = 512;
    private readonly string _connectionString;
    private readonly SqliteConnection _writer;
    private readonly SqliteWriteScope _scope;
    private readonly Channel<WriteItem> _queue;
    private readonly Thread _thread;
    private readonly SqliteReaderPool _readers;
    private Exception? _broken;

    private SqliteDatabase(string path, string connectionString, SqliteConnection writer)
    {
        Path = path;
        _connectionString = connectionString;
        _writer = writer;
        _scope = new SqliteWriteScope(writer);
        // Bounded: a producer that is faster than the disk waits here instead of filling the memory.
        _queue = Channel.CreateBounded<WriteItem>(
            new BoundedChannelOptions(8192) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
        );
        _readers = new SqliteReaderPool(() => OpenConnection(_connectionString, readOnly: true));
        _thread = new Thread(WriteLoop) { IsBackground = true, Name = "sqlite-writer" };
        _thread.Start();
    }

    /// <summary>Absolute path of the file.</summary>
    public string Path { get; }

    /// <summary>Whether writes are still accepted; false once the writer met a failure that it can't get over.</summary>
    public bool IsHealthy => _broken is null;

    /// <summary>Opens or creates the file and brings its tables up to date.</summary>
    /// <exception cref="StorageException">Not writable, not a database, damaged, or written by a newer version; the file is as it was.</exception>
    public static SqliteDatabase Open(string path, IReadOnlyList<SqliteSchema> schemas)
    {
        SQLitePCL.Batteries_V2.Init();
        var full = System.IO.Path.GetFullPath(path);
        var connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = full,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Cache = SqliteCacheMode.Private,
            Pooling = false,
        }.ToString();
        SqliteConnection? writer = null;
        try
        {
            writer = OpenConnection(connectionString, readOnly: false);
            SqliteMigrations.Run(writer, full, schemas);
            return new SqliteDatabase(full, connectionString, writer);
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

    /// <summary>Runs <paramref name="work"/> on the writer's thread; the task ends when its effect is on disk, or with its exception and no effect.</summary>
    public async Task<T> Write<T>(Func<SqliteWriteScope, T> work, CancellationToken ct = default)
    {
        var item = new WriteItem<T>(work);
        try
        {
            await _queue.Writer.WriteAsync(item, ct).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw _broken is { } broken
                ? new StorageException(broken.Message, broken)
                : new ObjectDisposedException(nameof(SqliteDatabase));
        }
        return await item.Task.ConfigureAwait(false);
    }

    /// <summary>Runs <paramref name="work"/> on a reading connection, inside one snapshot.</summary>
    public T Read<T>(Func<SqliteReadScope, T> work)
    {
        var reader = _readers.Rent();
        try
        {
            return reader.Run(work);
        }
        catch (SqliteException e)
        {
            throw Explain(e, Path);
        }
        finally
        {
            _readers.Return(reader);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.Run(_thread.Join).ConfigureAwait(false);
        _readers.Dispose();
        _scope.DisposeCommands();
        _writer.Dispose();
    }

    internal static StorageException Explain(SqliteException e, string path) =>
        new(
            e.SqliteErrorCode switch
            {
                8 => $"{path} can't be written to: it is read-only.",
                11 => $"{path} is damaged: {e.Message}. Restore it from a backup.",
                13 => $"{path} can't grow: the disk is full.",
                14 => $"{path} can't be opened: check that its folder exists and may be written to.",
                26 => $"{path} is not a database of this platform.",
                _ => $"{path}: {e.Message}",
            },
            e
        );

    private static SqliteConnection OpenConnection(string connectionString, bool readOnly)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            using var pragma = connection.CreateCommand();
            pragma.CommandText = readOnly
                ? "PRAGMA busy_timeout=5000; PRAGMA query_only=ON; PRAGMA mmap_size=268435456;"
                : "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;";
            pragma.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void WriteLoop()
    {
        var group = new List<WriteItem>(MaxGroup);
        var reader = _queue.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < MaxGroup && reader.TryRead(out var item))
            {
                group.Add(item);
            }
            if (_broken is null)
            {
                CommitGroup(group);
            }
            else
            {
                Fail(group, _broken);
            }
        }
    }

    private void CommitGroup(List<WriteItem> group)
    {
        try
        {
            _scope.Execute("BEGIN IMMEDIATE");
            foreach (var item in group)
            {
                RunOne(item);
            }
            _scope.Execute("COMMIT");
        }
        catch (Exception e)
        {
            var failure = e is SqliteException sqlite ? Explain(sqlite, Path) : e;
            _scope.ForgetAfterCommit(0);
            try
            {
                if (_writer.Handle is { } handle && SQLitePCL.raw.sqlite3_get_autocommit(handle) == 0)
                {
                    _scope.Execute("ROLLBACK");
                }
            }
            catch (SqliteException rollback)
            {
                // Nothing more can be said for this connection: refuse all further writes, and be unhealthy.
                _broken = Explain(rollback, Path);
                _queue.Writer.TryComplete();
            }
            Fail(group, failure);
            return;
        }
        _scope.RunAfterCommit();
        foreach (var item in group)
        {
            item.Complete();
        }
    }

    private void RunOne(WriteItem item)
    {
        var mark = _scope.AfterCommitCount;
        _scope.Execute("SAVEPOINT item");
        try
        {
            item.Run(_scope);
            _scope.Execute("RELEASE item");
        }
        catch (Exception e) when (!IsFatal(e))
        {
            _scope.Execute("ROLLBACK TO item");
            _scope.Execute("RELEASE item");
            _scope.ForgetAfterCommit(mark);
            item.SetFailure(e is SqliteException sqlite ? Explain(sqlite, Path) : e);
        }
    }

    // Full disk, I/O error, damage, read-only: the whole group fails, for SQLite may have rolled the transaction back already.
    private static bool IsFatal(Exception e) => e is SqliteException { SqliteErrorCode: 8 or 10 or 11 or 13 or 26 };

    private static void Fail(List<WriteItem> group, Exception failure)
    {
        foreach (var item in group)
        {
            item.SetFailure(failure);
            item.Complete();
        }
    }

    private abstract class WriteItem
    {
        public abstract void Run(SqliteWriteScope scope);
        public abstract void SetFailure(Exception failure);
        public abstract void Complete();
    }

    private sealed class WriteItem<T>(Func<SqliteWriteScope, T> work) : WriteItem
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _failure;

        public Task<T> Task => _done.Task;

        public override void Run(SqliteWriteScope scope) => _result = work(scope);

        public override void SetFailure(Exception failure) => _failure = failure;

        public override void Complete()
        {
            if (_failure is null)
            {
                _done.TrySetResult(_result!);
            }
            else
            {
                _done.TrySetException(_failure);
            }
        }
    }
}
