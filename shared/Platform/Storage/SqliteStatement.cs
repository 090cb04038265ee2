using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace IntegrationFunctions.Platform.Storage;

/// <summary>
/// A prepared statement without the cost of ADO.NET, for the hot paths: bind by position (<c>?1</c>, <c>?2</c>...), step, read by position
/// (from 0). Not <c>$1</c>: that is a name to SQLite, counted where it first appears.
/// It is reset when <see cref="Step"/> has returned false; who stops earlier calls <see cref="Reset"/>. Failures are
/// <see cref="SqliteException"/>s, which the database turns into <see cref="StorageException"/>s.
/// </summary>
public sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    internal SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Binds a text; null is NULL.</summary>
    public SqliteStatement Bind(int index, string? value)
    {
        Check(
            value is null ? raw.sqlite3_bind_null(_statement, index) : raw.sqlite3_bind_text(_statement, index, value)
        );
        return this;
    }

    /// <summary>Binds an integer; null is NULL.</summary>
    public SqliteStatement Bind(int index, long? value)
    {
        Check(
            value is { } number
                ? raw.sqlite3_bind_int64(_statement, index, number)
                : raw.sqlite3_bind_null(_statement, index)
        );
        return this;
    }

    /// <summary>Binds a floating-point number.</summary>
    public SqliteStatement BindDouble(int index, double value)
    {
        Check(raw.sqlite3_bind_double(_statement, index, value));
        return this;
    }

    /// <summary>Binds bytes as a blob.</summary>
    public SqliteStatement BindBlob(int index, ReadOnlySpan<byte> value)
    {
        Check(
            value.IsEmpty
                ? raw.sqlite3_bind_zeroblob(_statement, index, 0)
                : raw.sqlite3_bind_blob(_statement, index, value)
        );
        return this;
    }

    /// <summary>Binds UTF-8 bytes as a text, as they are.</summary>
    public SqliteStatement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        Check(
            utf8.IsEmpty ? raw.sqlite3_bind_text(_statement, index, "") : raw.sqlite3_bind_text(_statement, index, utf8)
        );
        return this;
    }

    /// <summary>Goes to the next row; false, and reset, where there is none.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }
        // The failure is read before the reset, and the reset reports it once more.
        if (code != raw.SQLITE_DONE)
        {
            try
            {
                SqliteException.ThrowExceptionForRC(code, _database);
            }
            finally
            {
                Reset();
            }
        }
        Reset();
        return false;
    }

    /// <summary>Runs to the end and returns the number of rows that an INSERT, UPDATE or DELETE changed.</summary>
    public int Run()
    {
        while (Step()) { }
        return raw.sqlite3_changes(_database);
    }

    /// <summary>The first column of the first row as an integer, or null where there is no row or it holds NULL.</summary>
    public long? Scalar()
    {
        if (!Step())
        {
            return null;
        }
        long? value = IsNull(0) ? null : Int64(0);
        Reset();
        return value;
    }

    /// <summary>Ends the walk over the rows; what is bound stays.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    /// <summary>Whether a column holds NULL.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>Whether a column holds an integer.</summary>
    public bool IsInteger(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_INTEGER;

    /// <summary>A column as an integer.</summary>
    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A column as a floating-point number.</summary>
    public double Double(int column) => raw.sqlite3_column_double(_statement, column);

    /// <summary>A column as a text.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));

    /// <summary>A copy of the bytes of a blob or of a text (UTF-8).</summary>
    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    /// <summary>The bytes of a blob or of a text (UTF-8), valid until the next step.</summary>
    public ReadOnlySpan<byte> Span(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, _database);
        }
    }
}

/// <summary>The prepared statements and commands of one connection, by their text.</summary>
internal sealed class SqliteStatements(SqliteConnection connection, int limit) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    public SqliteStatement Statement(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement))
        {
            statement.Reset();
            return statement;
        }
        statement = new SqliteStatement(connection, sql);
        _statements.Add(sql, statement);
        return statement;
    }

    public SqliteCommand Command(string sql)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            _commands.Add(sql, command);
        }
        return command;
    }

    // Texts are built from shapes, and there are few; a caller that makes up endless ones must not fill the memory. Called between
    // transactions only, when nobody is reading from any of them.
    public void Trim()
    {
        if (_statements.Count + _commands.Count > limit)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
        _statements.Clear();
        _commands.Clear();
    }
}
