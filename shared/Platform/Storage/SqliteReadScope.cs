using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Platform.Storage;

/// <summary>What a read sees: a reading connection inside one snapshot.</summary>
public sealed class SqliteReadScope : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteStatements _statements;

    internal SqliteReadScope(SqliteConnection connection)
    {
        _connection = connection;
        _statements = new SqliteStatements(connection, limit: 256);
    }

    /// <summary>A prepared command with <c>$1</c>, <c>$2</c>... bound in order; see <see cref="SqliteWriteScope.Command"/>.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = _statements.Command(sql);
        SqliteParameters.Bind(command, values);
        return command;
    }

    /// <summary>A prepared statement for hot paths; bind every parameter anew.</summary>
    public SqliteStatement Prepare(string sql) => _statements.Statement(sql);

    /// <inheritdoc/>
    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
    }

    internal T Run<T>(Func<SqliteReadScope, T> work)
    {
        _statements.Trim();
        Prepare("BEGIN").Run();
        var result = work(this);
        Prepare("COMMIT").Run();
        return result;
    }
}

internal sealed class SqliteReaderPool(Func<SqliteConnection> open) : IDisposable
{
    private readonly ConcurrentBag<SqliteReadScope> _idle = [];
    private volatile bool _disposed;

    public SqliteReadScope Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteDatabase));
        return _idle.TryTake(out var reader) ? reader : new SqliteReadScope(open());
    }

    public void Return(SqliteReadScope reader)
    {
        _idle.Add(reader);
        // The pool may have been emptied between the rent and now.
        if (_disposed)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}
