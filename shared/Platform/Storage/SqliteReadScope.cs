using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Platform.Storage;

/// <summary>What a read sees: a reading connection inside one snapshot.</summary>
public sealed class SqliteReadScope : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    internal SqliteReadScope(SqliteConnection connection) => _connection = connection;

    /// <summary>A prepared command with <c>$1</c>, <c>$2</c>... bound in order; see <see cref="SqliteWriteScope.Command"/>.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            // Queries are built from shapes, and there are few; a caller that makes up endless texts must not fill the memory.
            if (_commands.Count > 256)
            {
                Dispose(commandsOnly: true);
            }
            command = _connection.CreateCommand();
            command.CommandText = sql;
            _commands.Add(sql, command);
        }
        SqliteParameters.Bind(command, values);
        return command;
    }

    /// <inheritdoc/>
    public void Dispose() => Dispose(commandsOnly: false);

    internal T Run<T>(Func<SqliteReadScope, T> work)
    {
        Command("BEGIN").ExecuteNonQuery();
        try
        {
            return work(this);
        }
        finally
        {
            Command("COMMIT").ExecuteNonQuery();
        }
    }

    private void Dispose(bool commandsOnly)
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
        _commands.Clear();
        if (!commandsOnly)
        {
            _connection.Dispose();
        }
    }
}

internal sealed class SqliteReaderPool(Func<SqliteConnection> open) : IDisposable
{
    private readonly ConcurrentBag<SqliteReadScope> _idle = [];
    private volatile bool _disposed;

    public SqliteReadScope Rent() => _idle.TryTake(out var reader) ? reader : new SqliteReadScope(open());

    public void Return(SqliteReadScope reader)
    {
        if (_disposed)
        {
            reader.Dispose();
        }
        else
        {
            _idle.Add(reader);
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
