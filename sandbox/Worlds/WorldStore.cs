using System.Globalization;
using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>
/// sandbox.db: the worlds' definitions and what was changed in them since. One connection under a lock; a write is on disk
/// (WAL, synchronous=FULL) when <see cref="Write"/> returns.
/// </summary>
internal sealed class WorldStore : IDisposable
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS worlds(name TEXT PRIMARY KEY, records INTEGER NOT NULL, seed INTEGER NOT NULL, created_on TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS partner_changes(world TEXT NOT NULL, partner INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY(world, partner)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS office_changes(world TEXT NOT NULL, tag TEXT NOT NULL, keys TEXT NOT NULL, PRIMARY KEY(world, tag)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS journal(world TEXT NOT NULL, number INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY(world, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS payments(world TEXT NOT NULL, message_id TEXT NOT NULL, received INTEGER NOT NULL, body BLOB NOT NULL, json TEXT NOT NULL, PRIMARY KEY(world, message_id));
        CREATE TABLE IF NOT EXISTS counters(world TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY(world, name)) WITHOUT ROWID;
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    public WorldStore(string folder)
    {
        SQLitePCL.Batteries_V2.Init();
        Directory.CreateDirectory(folder);
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(folder, "sandbox.db"),
                Mode = SqliteOpenMode.ReadWriteCreate,
                Pooling = false,
            }.ToString()
        );
        _connection.Open();
        Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;");
        Run(Tables);
    }

    /// <summary>Runs statements in one transaction: all or nothing, and on disk when it returns.</summary>
    public void Write(Action<Statements> work)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            work(new Statements(_connection, transaction));
            transaction.Commit();
        }
    }

    public List<T> Read<T>(string sql, Func<SqliteDataReader, T> map, params (string Name, object Value)[] values)
    {
        lock (_lock)
        {
            using var command = Command(_connection, null, sql, values);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(map(reader));
            }
            return rows;
        }
    }

    public List<WorldDefinition> Definitions() =>
        Read(
            "SELECT name, records, seed, created_on FROM worlds ORDER BY name",
            r => new WorldDefinition(
                r.GetString(0),
                r.GetInt32(1),
                r.GetInt64(2),
                DateOnly.ParseExact(r.GetString(3), "yyyy-MM-dd", CultureInfo.InvariantCulture)
            )
        );

    public void Dispose()
    {
        lock (_lock)
        {
            _connection.Dispose();
        }
    }

    private void Run(string sql)
    {
        using var command = Command(_connection, null, sql, []);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(
        SqliteConnection connection,
        SqliteTransaction? transaction,
        string sql,
        (string Name, object Value)[] values
    )
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }
        return command;
    }

    /// <summary>The statements of one transaction.</summary>
    internal readonly struct Statements(SqliteConnection connection, SqliteTransaction transaction)
    {
        public void Run(string sql, params (string Name, object Value)[] values)
        {
            using var command = Command(connection, transaction, sql, values);
            command.ExecuteNonQuery();
        }
    }
}
