using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Bench;

/// <summary>A table of documents in plain SQLite: WAL, synchronous=FULL, prepared commands, and nothing else.</summary>
internal sealed class PlainDocuments : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _select;

    public PlainDocuments(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        _connection = new SqliteConnection($"Data Source={Path.Combine(path, "plain.db")};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        Execute("CREATE TABLE documents(id TEXT PRIMARY KEY, content BLOB NOT NULL)");
        _insert = Prepare("INSERT INTO documents VALUES($id,$content)", "$id", "$content");
        _select = Prepare("SELECT content FROM documents WHERE id=$id", "$id");
    }

    public void Begin() => Execute("BEGIN IMMEDIATE");

    public void Commit() => Execute("COMMIT");

    public void Insert(string id, byte[] content)
    {
        _insert.Parameters[0].Value = id;
        _insert.Parameters[1].Value = content;
        _insert.ExecuteNonQuery();
    }

    public byte[] Read(string id)
    {
        _select.Parameters[0].Value = id;
        using var row = _select.ExecuteReader();
        row.Read();
        return row.GetFieldValue<byte[]>(0);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _select.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> names)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names)
        {
            command.Parameters.AddWithValue(name, DBNull.Value);
        }
        return command;
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
