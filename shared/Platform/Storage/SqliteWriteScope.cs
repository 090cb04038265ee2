using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Platform.Storage;

/// <summary>What a write sees: the one writing connection, inside a transaction that it shares with the writes around it.</summary>
public sealed class SqliteWriteScope
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly List<Action> _afterCommit = [];

    internal SqliteWriteScope(SqliteConnection connection) => Connection = connection;

    /// <summary>The writing connection. Don't begin or end transactions on it.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>
    /// A prepared command, kept for the life of the database. The parameters are those in the text, in the order of <paramref name="values"/>:
    /// <c>$1</c>, <c>$2</c>... Null is DBNull; <see cref="ReadOnlyMemory{T}"/> of bytes is a blob.
    /// </summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = sql;
            _commands.Add(sql, command);
        }
        SqliteParameters.Bind(command, values);
        return command;
    }

    /// <summary>Runs a command and returns the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteNonQuery();

    /// <summary>Called on the writer's thread once the data is on disk; must be quick and must not throw. Not called where the write fails.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    internal int AfterCommitCount => _afterCommit.Count;

    internal void ForgetAfterCommit(int from) => _afterCommit.RemoveRange(from, _afterCommit.Count - from);

    internal void RunAfterCommit()
    {
        foreach (var action in _afterCommit)
        {
            action();
        }
        _afterCommit.Clear();
    }

    internal void DisposeCommands()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
        _commands.Clear();
    }
}

internal static class SqliteParameters
{
    public static void Bind(SqliteCommand command, ReadOnlySpan<object?> values)
    {
        var parameters = command.Parameters;
        while (parameters.Count < values.Length)
        {
            parameters.Add(new SqliteParameter { ParameterName = $"${parameters.Count + 1}" });
        }
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = parameters[i];
            // A parameter remembers the type of its first value; forget it, so that a text may follow a null.
            parameter.ResetSqliteType();
            parameter.Value = values[i] switch
            {
                null => DBNull.Value,
                ReadOnlyMemory<byte> bytes => bytes.ToArray(),
                DateTimeOffset time => time.UtcTicks,
                var value => value,
            };
        }
    }
}
