using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Tests.Unit.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private static readonly SqliteSchema Things = new("things", ["CREATE TABLE things(name TEXT PRIMARY KEY) STRICT"]);
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string FilePath => _folder.File("test.db");

    private SqliteDatabase Open(params SqliteSchema[] schemas) =>
        SqliteDatabase.Open(FilePath, schemas.Length == 0 ? [Things] : schemas);

    private static int Insert(SqliteWriteScope scope, string name) =>
        scope.Execute("INSERT INTO things VALUES($1)", name);

    private static long Count(SqliteDatabase database) =>
        database.Read(scope => scope.Prepare("SELECT count(*) FROM things").Scalar()!.Value);

    // Holds the writer until the others have queued up, so that they form one group.
    private static async Task<T[]> InOneGroup<T>(SqliteDatabase database, params Func<SqliteWriteScope, T>[] works)
    {
        using var gate = new ManualResetEventSlim();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holder = database.Write(
            _ =>
            {
                held.SetResult();
                return gate.Wait(TimeSpan.FromSeconds(30));
            },
            Ct
        );
        // Only now is the holder's own group closed.
        await held.Task;
        var writes = works.Select(work => database.Write(work, Ct)).ToArray();
        gate.Set();
        await holder;
        return await Task.WhenAll(writes);
    }

    [Fact]
    public async Task Writes_that_wait_together_share_a_transaction()
    {
        await using var database = Open();
        // Inside one transaction, nobody else sees a row before the last of them is written.
        var seen = await InOneGroup(
            database,
            Enumerable
                .Range(0, 20)
                .Select<int, Func<SqliteWriteScope, long>>(i =>
                    scope =>
                    {
                        Insert(scope, $"n{i}");
                        return Count(database);
                    }
                )
                .ToArray()
        );
        Assert.All(seen, count => Assert.Equal(0, count));
        Assert.Equal(20, Count(database));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_that_fails_takes_no_other_with_it(bool repeatable)
    {
        await using var database = Open();
        Task<T> Run<T>(Func<SqliteWriteScope, T> work) =>
            repeatable ? database.WriteRepeatable(work, Ct) : database.Write(work, Ct);
        var told = new List<string>();
        using var gate = new ManualResetEventSlim();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holder = Run(_ =>
        {
            held.TrySetResult();
            return gate.Wait(TimeSpan.FromSeconds(30));
        });
        await held.Task;
        Task<int> Write(string name, Exception? failure = null) =>
            Run(scope =>
            {
                scope.AfterCommit(() => told.Add(name));
                var rows = Insert(scope, name);
                return failure is null ? rows : throw failure;
            });
        var before = Write("before");
        var broken = Write("broken", new InvalidOperationException("no"));
        var twice = Write("before");
        var after = Write("after");
        gate.Set();
        await holder;
        Assert.Equal(1, await before);
        Assert.Equal("no", (await Assert.ThrowsAsync<InvalidOperationException>(() => broken)).Message);
        await Assert.ThrowsAsync<StorageException>(() => twice);
        Assert.Equal(1, await after);
        Assert.Equal(2, Count(database));
        Assert.Equal(["before", "after"], told);
        Assert.True(database.IsHealthy);
    }

    [Fact]
    public async Task What_is_told_after_a_commit_is_on_disk_and_a_failure_there_stops_nothing()
    {
        await using var database = Open();
        var seen = -1L;
        await database.Write(
            scope =>
            {
                scope.AfterCommit(() => throw new InvalidOperationException("a careless listener"));
                scope.AfterCommit(() => seen = Count(database));
                return Insert(scope, "a");
            },
            Ct
        );
        Assert.Equal(1, seen);
        await database.Write(scope => Insert(scope, "b"), Ct);
        Assert.Equal(2, Count(database));
    }

    [Fact]
    public async Task A_read_sees_one_snapshot()
    {
        await using var database = Open();
        await database.Write(scope => Insert(scope, "a"), Ct);
        var (before, during) = database.Read(scope =>
        {
            var first = scope.Prepare("SELECT count(*) FROM things").Scalar();
            database.Write(write => Insert(write, "b"), Ct).GetAwaiter().GetResult();
            return (first, scope.Prepare("SELECT count(*) FROM things").Scalar());
        });
        Assert.Equal((1, 1), (before, during));
        Assert.Equal(2, Count(database));
    }

    [Fact]
    public async Task A_read_cannot_write_and_a_failed_one_leaves_nothing_open()
    {
        await using var database = Open();
        await database.Write(scope => Insert(scope, "a"), Ct);
        Assert.Throws<StorageException>(() => database.Read(scope => scope.Prepare("DELETE FROM things").Run()));
        Assert.Throws<InvalidOperationException>(() =>
            database.Read<int>(scope =>
            {
                scope.Prepare("SELECT name FROM things").Step();
                throw new InvalidOperationException();
            })
        );
        await database.Write(scope => Insert(scope, "b"), Ct);
        Assert.Equal(2, Count(database));
    }

    [Fact]
    public async Task Everything_that_was_taken_in_is_written_before_the_file_closes()
    {
        var writes = new List<Task>();
        await using (var database = Open())
        {
            for (var i = 0; i < 500; i++)
            {
                var name = $"n{i}";
                writes.Add(database.Write(scope => Insert(scope, name), Ct));
            }
        }
        await Task.WhenAll(writes);
        await using var again = Open();
        Assert.Equal(500, Count(again));
    }

    [Fact]
    public async Task A_closed_database_says_so()
    {
        var database = Open();
        await database.DisposeAsync();
        await database.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => database.Write(scope => Insert(scope, "a"), Ct));
        Assert.Throws<ObjectDisposedException>(() => Count(database));
    }

    [Fact]
    public async Task Commits_wait_for_the_disk()
    {
        await using var database = Open();
        var (mode, sync) = await database.Write(
            scope =>
            {
                using var journal = scope.Command("PRAGMA journal_mode").ExecuteReader();
                journal.Read();
                return (journal.GetString(0), scope.Prepare("PRAGMA synchronous").Scalar());
            },
            Ct
        );
        Assert.Equal(("wal", 2), (mode, sync));
    }

    [Fact]
    public async Task Later_steps_of_a_module_run_once_over_the_data_that_is_there()
    {
        await using (var database = Open())
        {
            await database.Write(scope => Insert(scope, "a"), Ct);
        }
        var grown = Things with { Steps = [.. Things.Steps, "ALTER TABLE things ADD COLUMN size INTEGER"] };
        for (var i = 0; i < 2; i++)
        {
            await using var database = Open(grown);
            Assert.Equal(1, database.Read(s => s.Prepare("SELECT count(*) FROM things WHERE size IS NULL").Scalar()));
        }
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_module_where_it_was()
    {
        await using (Open()) { }
        var broken = Things with { Steps = [.. Things.Steps, "CREATE TABLE more(x); CREATE TABLE things(y)"] };
        Assert.Throws<StorageException>(() => Open(broken));
        await using var database = Open();
        Assert.Equal(0, database.Read(s => s.Prepare("SELECT count(*) FROM sqlite_schema WHERE name='more'").Scalar()));
    }

    [Theory]
    [InlineData("WAL")]
    [InlineData("DELETE")]
    public async Task A_file_of_a_newer_version_is_refused_and_stays_as_it_is(string journal)
    {
        await using (Open(Things with { Steps = [.. Things.Steps, "CREATE TABLE more(x)"] })) { }
        using (var direct = new SqliteConnection($"Data Source={FilePath};Pooling=False"))
        {
            direct.Open();
            using var command = direct.CreateCommand();
            command.CommandText = $"PRAGMA journal_mode={journal}";
            command.ExecuteNonQuery();
        }
        var before = await File.ReadAllBytesAsync(FilePath, Ct);
        var error = Assert.Throws<StorageException>(() => Open());
        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
        Assert.Contains("things is at 2, this program knows 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(FilePath, Ct));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_stays_as_it_is()
    {
        var text = string.Concat(Enumerable.Repeat("These are my notes, not a database. ", 100));
        await File.WriteAllTextAsync(FilePath, text, Ct);
        var error = Assert.Throws<StorageException>(() => Open());
        Assert.Contains("not a database", error.Message, StringComparison.Ordinal);
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(FilePath, Ct));
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_stays_as_it_is()
    {
        SQLitePCL.Batteries_V2.Init();
        using (var direct = new SqliteConnection($"Data Source={FilePath};Pooling=False"))
        {
            direct.Open();
            using var command = direct.CreateCommand();
            command.CommandText = "CREATE TABLE bookmarks(url TEXT)";
            command.ExecuteNonQuery();
        }
        var before = await File.ReadAllBytesAsync(FilePath, Ct);
        var error = Assert.Throws<StorageException>(() => Open());
        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(FilePath, Ct));
    }

    [Fact]
    public async Task A_file_whose_writer_died_before_it_was_in_WAL_mode_opens_as_it_was_before()
    {
        var dead = _folder.File("dead.db");
        await using (var database = SqliteDatabase.Open(dead, [Things]))
        {
            await database.Write(scope => Insert(scope, "a"), Ct);
        }
        using (var direct = new SqliteConnection($"Data Source={dead};Pooling=False"))
        {
            direct.Open();
            using var command = direct.CreateCommand();
            // A cache of one page, so that the transaction reaches the file before its end.
            command.CommandText =
                "PRAGMA journal_mode=DELETE; PRAGMA cache_size=1; BEGIN; "
                + "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<2000) INSERT INTO things SELECT 'n'||i FROM n";
            command.ExecuteNonQuery();
            // What a kill would leave behind here.
            File.Copy(dead, FilePath);
            File.Copy(dead + "-journal", FilePath + "-journal");
        }

        await using var opened = Open();

        Assert.Equal(1, Count(opened));
        await opened.Write(scope => Insert(scope, "b"), Ct);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var path = _folder.File("none/test.db");
        var error = Assert.Throws<StorageException>(() => SqliteDatabase.Open(path, [Things]));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_folder_is_held_by_one_at_a_time()
    {
        using (var held = DataFolder.Open(_folder.Path))
        {
            var error = Assert.Throws<StorageException>(() => DataFolder.Open(_folder.Path));
            Assert.Contains("in use by another process", error.Message, StringComparison.Ordinal);
            Assert.Contains(held.Path, error.Message, StringComparison.Ordinal);
        }
        DataFolder.Open(_folder.Path).Dispose();
    }

    [Fact]
    public void A_file_where_the_data_folder_should_be_is_named()
    {
        File.WriteAllText(_folder.File("file"), "x");
        var error = Assert.Throws<StorageException>(() => DataFolder.Open(_folder.File("file")));
        Assert.Contains(_folder.File("file"), error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_write_that_is_waited_for_has_its_effect_or_throws_and_has_none()
    {
        using var database = Open();
        Assert.Equal(1, database.WriteAndWait(scope => Insert(scope, "a")));
        var failure = Assert.Throws<InvalidOperationException>(() =>
            database.WriteAndWait<int>(scope =>
            {
                Insert(scope, "b");
                throw new InvalidOperationException("no");
            })
        );
        Assert.Equal("no", failure.Message);
        Assert.Equal(1, Count(database));
    }
}
