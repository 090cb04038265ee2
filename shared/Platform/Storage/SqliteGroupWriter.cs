using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Platform.Storage;

/// <summary>The thread that owns the writing connection: takes what waits, writes it in one transaction, and tells each writer.</summary>
internal sealed class SqliteGroupWriter : IDisposable
{
    private const int MaxGroup = 512;

    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly ICommitObserver? _observer;
    private readonly SqliteWriteScope _scope;
    private readonly Channel<SqliteWriteItem> _queue;
    private readonly Thread _thread;
    private volatile StorageException? _broken;

    public SqliteGroupWriter(SqliteConnection connection, string path, ICommitObserver? observer)
    {
        _connection = connection;
        _path = path;
        _observer = observer;
        _scope = new SqliteWriteScope(connection);
        // Bounded: a producer that is faster than the disk waits here instead of filling the memory.
        _queue = Channel.CreateBounded<SqliteWriteItem>(
            new BoundedChannelOptions(8192) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
        );
        _thread = new Thread(Loop) { IsBackground = true, Name = "sqlite-writer" };
        _thread.Start();
    }

    public bool IsHealthy => _broken is null;

    public async Task<T> Write<T>(Func<SqliteWriteScope, T> work, bool repeatable, CancellationToken ct)
    {
        var item = new SqliteWriteItem<T>(work, repeatable);
        await Enqueue(item, ct).ConfigureAwait(false);
        return await item.Task.ConfigureAwait(false);
    }

    public T WriteAndWait<T>(Func<SqliteWriteScope, T> work)
    {
        using var item = new SqliteWaitedItem<T>(work);
        Enqueue(item, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return item.Wait();
    }

    public void Post(Action<SqliteWriteScope> work, Action<Exception> failed)
    {
        var item = new SqlitePostedItem(work, failed);
        if (!_queue.Writer.TryWrite(item))
        {
            _ = WaitAndPost(item);
        }
    }

    private async Task WaitAndPost(SqlitePostedItem item)
    {
        try
        {
            await Enqueue(item, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            item.SetFailure(e);
            item.Complete();
        }
    }

    private async ValueTask Enqueue(SqliteWriteItem item, CancellationToken ct)
    {
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
    }

    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
        _scope.DisposeCommands();
        _connection.Dispose();
    }

    private void Loop()
    {
        var group = new List<SqliteWriteItem>(MaxGroup);
        var reader = _queue.Reader;
        var lastCount = 0;
        var lastTicks = 0L;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            AwaitCompany(reader, lastCount, lastTicks);
            group.Clear();
            while (group.Count < MaxGroup && reader.TryRead(out var item))
            {
                group.Add(item);
            }
            var started = Stopwatch.GetTimestamp();
            if (_broken is { } broken)
            {
                Fail(group, broken);
            }
            else if (!group.TrueForAll(item => item.IsRepeatable) || !CommitRepeatable(group))
            {
                CommitGroup(group);
            }
            lastCount = group.Count;
            lastTicks = Stopwatch.GetTimestamp() - started;
        }
    }

    // The writers of the last group are being told of their success just now, and those who write on come back within microseconds.
    // Going ahead with the first of them would leave all others waiting for an fsync of their own; half the time of the last commit is
    // a fair price. A lone writer never waits.
    private static void AwaitCompany(ChannelReader<SqliteWriteItem> reader, int expected, long lastTicks)
    {
        if (expected < 2 || reader.Count >= expected)
        {
            return;
        }
        var deadline = Stopwatch.GetTimestamp() + Math.Min(lastTicks / 2, Stopwatch.Frequency / 2000);
        while (reader.Count < expected && Stopwatch.GetTimestamp() < deadline)
        {
            // Most wake-ups take a microsecond or two; asking the system each time would cost more than it gives.
            Thread.SpinWait(30);
            Thread.Yield();
        }
    }

    // A savepoint copies every page that its write changes. Where all can be run again, nobody needs one: if any fails, the transaction is
    // undone as a whole, and each has its savepoint in the second attempt. False where that attempt is due.
    private bool CommitRepeatable(List<SqliteWriteItem> group)
    {
        try
        {
            _scope.TrimCommands();
            _scope.Prepare("BEGIN IMMEDIATE").Run();
            foreach (var item in group)
            {
                item.Run(_scope);
            }
            Commit();
        }
        catch (Exception)
        {
            // Whatever it is, the second attempt meets it again and tells those whom it concerns.
            _scope.ForgetAfterCommit(0);
            RollBack();
            return false;
        }
        Tell(group);
        return true;
    }

    private void CommitGroup(List<SqliteWriteItem> group)
    {
        try
        {
            if (_broken is { } broken)
            {
                throw broken;
            }
            _scope.TrimCommands();
            _scope.Prepare("BEGIN IMMEDIATE").Run();
            foreach (var item in group)
            {
                RunOne(item);
            }
            Commit();
        }
        catch (Exception e)
        {
            _scope.ForgetAfterCommit(0);
            RollBack();
            Fail(group, e is SqliteException sqlite ? SqliteDatabase.Explain(sqlite, _path) : e);
            return;
        }
        Tell(group);
    }

    private void Commit()
    {
        _observer?.BeforeCommit();
        _scope.Prepare("COMMIT").Run();
        _observer?.AfterCommit();
    }

    private void Tell(List<SqliteWriteItem> group)
    {
        _scope.RunAfterCommit();
        foreach (var item in group)
        {
            item.Complete();
        }
    }

    private void RunOne(SqliteWriteItem item)
    {
        var mark = _scope.AfterCommitCount;
        _scope.Prepare("SAVEPOINT item").Run();
        try
        {
            item.Run(_scope);
            _scope.Prepare("RELEASE item").Run();
        }
        catch (Exception e) when (!IsFatal(e))
        {
            _scope.Prepare("ROLLBACK TO item").Run();
            _scope.Prepare("RELEASE item").Run();
            _scope.ForgetAfterCommit(mark);
            item.SetFailure(e is SqliteException sqlite ? SqliteDatabase.Explain(sqlite, _path) : e);
        }
    }

    private void RollBack()
    {
        try
        {
            if (_connection.Handle is { } handle && SQLitePCL.raw.sqlite3_get_autocommit(handle) == 0)
            {
                _scope.Prepare("ROLLBACK").Run();
            }
        }
        catch (SqliteException e)
        {
            // Nothing more can be said for this connection: refuse all further writes, and be unhealthy.
            _broken = SqliteDatabase.Explain(e, _path);
            _queue.Writer.TryComplete();
        }
    }

    // Full disk, I/O error, damage, read-only: the whole group fails, for SQLite may have rolled the transaction back already.
    private static bool IsFatal(Exception e) => e is SqliteException { SqliteErrorCode: 8 or 10 or 11 or 13 or 26 };

    private static void Fail(List<SqliteWriteItem> group, Exception failure)
    {
        foreach (var item in group)
        {
            item.SetFailure(failure);
            item.Complete();
        }
    }
}

internal abstract class SqliteWriteItem(bool repeatable)
{
    public bool IsRepeatable => repeatable;
    public abstract void Run(SqliteWriteScope scope);
    public abstract void SetFailure(Exception failure);
    public abstract void Complete();
}

internal sealed class SqlitePostedItem(Action<SqliteWriteScope> work, Action<Exception> failed)
    : SqliteWriteItem(repeatable: true)
{
    private Exception? _failure;

    public override void Run(SqliteWriteScope scope) => work(scope);

    public override void SetFailure(Exception failure) => _failure = failure;

    public override void Complete()
    {
        if (_failure is { } failure)
        {
            ThreadPool.QueueUserWorkItem(_ => failed(failure));
        }
    }
}

internal sealed class SqliteWaitedItem<T>(Func<SqliteWriteScope, T> work)
    : SqliteWriteItem(repeatable: false),
        IDisposable
{
    private readonly ManualResetEventSlim _done = new();
    private T? _result;
    private ExceptionDispatchInfo? _failure;

    public T Wait()
    {
        _done.Wait();
        _failure?.Throw();
        return _result!;
    }

    public override void Run(SqliteWriteScope scope) => _result = work(scope);

    public override void SetFailure(Exception failure) => _failure = ExceptionDispatchInfo.Capture(failure);

    public override void Complete() => _done.Set();

    public void Dispose() => _done.Dispose();
}

internal sealed class SqliteWriteItem<T>(Func<SqliteWriteScope, T> work, bool repeatable) : SqliteWriteItem(repeatable)
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
