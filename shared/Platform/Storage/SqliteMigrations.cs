using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Platform.Storage;

internal static class SqliteMigrations
{
    /// <summary>Throws where the file is of a newer version or of another program. Reads only: such a file stays as it was.</summary>
    public static void Check(SqliteConnection connection, string path, IReadOnlyList<SqliteSchema> schemas)
    {
        if (!HasTable(connection, "name='schema_versions'") && HasTable(connection, "type='table'"))
        {
            throw new StorageException(
                $"{path} is a database of another program. Move it away, or name another folder with --data DIR."
            );
        }
        var versions = ReadVersions(connection);
        foreach (var schema in schemas)
        {
            if (versions.GetValueOrDefault(schema.Module) > schema.Steps.Count)
            {
                throw new StorageException(
                    $"{path} was written by a newer version of this platform ({schema.Module} is at {versions[schema.Module]}, "
                        + $"this program knows {schema.Steps.Count}). Update the program, or name another folder with --data DIR."
                );
            }
        }
    }

    public static void Run(SqliteConnection connection, IReadOnlyList<SqliteSchema> schemas)
    {
        var versions = ReadVersions(connection);
        using var transaction = connection.BeginTransaction();
        Execute(
            connection,
            transaction,
            "CREATE TABLE IF NOT EXISTS schema_versions(module TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID"
        );
        foreach (var schema in schemas)
        {
            var version = versions.GetValueOrDefault(schema.Module);
            foreach (var step in schema.Steps.Skip(version))
            {
                Execute(connection, transaction, step);
            }
            if (version < schema.Steps.Count)
            {
                Execute(
                    connection,
                    transaction,
                    "INSERT INTO schema_versions VALUES($1,$2) ON CONFLICT(module) DO UPDATE SET version=excluded.version",
                    schema.Module,
                    schema.Steps.Count
                );
            }
        }
        transaction.Commit();
    }

    private static Dictionary<string, int> ReadVersions(SqliteConnection connection)
    {
        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        if (!HasTable(connection, "name='schema_versions'"))
        {
            return versions;
        }
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT module, version FROM schema_versions";
        using var rows = read.ExecuteReader();
        while (rows.Read())
        {
            versions[rows.GetString(0)] = rows.GetInt32(1);
        }
        return versions;
    }

    private static bool HasTable(SqliteConnection connection, string condition)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM sqlite_schema WHERE {condition}";
        return (long)command.ExecuteScalar()! > 0;
    }

    private static void Execute(
        SqliteConnection connection,
        SqliteTransaction transaction,
        string sql,
        params ReadOnlySpan<object?> values
    )
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        SqliteParameters.Bind(command, values);
        command.ExecuteNonQuery();
    }
}
