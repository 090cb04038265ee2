using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Bench;

/// <summary>Invoices in a table of plain SQLite made for one query: supplier and number in columns of their own, with an index over both.</summary>
internal sealed class PlainInvoices : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _newest;

    public PlainInvoices(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        _connection = new SqliteConnection($"Data Source={Path.Combine(path, "plain-invoices.db")};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
        Execute("CREATE TABLE invoices(id TEXT PRIMARY KEY, supplier TEXT, number TEXT, content BLOB NOT NULL)");
        Execute("CREATE INDEX by_supplier ON invoices(supplier, number)");
        _insert = Prepare("INSERT INTO invoices VALUES($id,$supplier,$number,$content)");
        _newest = Prepare(
            "SELECT id, content FROM invoices WHERE supplier=$supplier ORDER BY number DESC LIMIT $limit"
        );
    }

    public void Fill(int from, int to)
    {
        Execute("BEGIN");
        for (var i = from; i < to; i++)
        {
            var invoice = BenchInvoice.Of(i);
            Bind(
                _insert,
                ("$id", DocumentWorld.Id(i)),
                ("$supplier", invoice.Supplier),
                ("$number", invoice.Number),
                ("$content", BenchInvoice.Json(i))
            );
            _insert.ExecuteNonQuery();
        }
        Execute("COMMIT");
    }

    public List<string> Newest(int supplier, int limit)
    {
        Bind(_newest, ("$supplier", DocumentQueries.Supplier(supplier)), ("$limit", limit));
        var ids = new List<string>();
        using var rows = _newest.ExecuteReader();
        while (rows.Read())
        {
            ids.Add(rows.GetString(0));
            _ = rows.GetFieldValue<byte[]>(1);
        }
        return ids;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _newest.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static void Bind(SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> values)
    {
        command.Parameters.Clear();
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }
    }

    private void Execute(string sql)
    {
        using var command = Prepare(sql);
        command.ExecuteNonQuery();
    }
}
