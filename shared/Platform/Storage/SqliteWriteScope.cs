using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Platform.Storage;

/// <summary>What a write sees: the one writing connection, inside a transaction that it shares with the writes around it.</summary>
public sealed class SqliteWriteScope
{
    private readonly SqliteStatements _statements;
    private readonly List<Action> _afterCommit = [];

    internal SqliteWriteScope(SqliteConnection connection)
    {
        Connection = connection;
        _statements = new SqliteStatements(connection, limit: 1024);
    }

    /// <summary>The writing connection. Don't begin or end transactions on it.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>
    /// A prepared command, kept across writes. The parameters are those in the text, in the order of <paramref name="values"/>:
    /// <c>$1</c>, <c>$2</c>... Null is DBNull; <see cref="ReadOnlyMemory{T}"/> of bytes is a blob.
    /// </summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = _statements.Command(sql);
        SqliteParameters.Bind(command, values);
        return command;
    }

    /// <summary>A prepared statement for hot paths, kept across writes; bind every parameter anew.</summary>
    public SqliteStatement Prepare(string sql) => _statements.Statement(sql);

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
            try
            {
                action();
            }
            catch (Exception e)
            {
                // The data is on disk, so nobody's write has failed, and the writer's thread must live on.
                Trace.TraceError($"An action after a commit failed: {e}");
            }
        }
        _afterCommit.Clear();
    }

    internal void TrimCommands() => _statements.Trim();

    internal void DisposeCommands() => _statements.Dispose();
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
