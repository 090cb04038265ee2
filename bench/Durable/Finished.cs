using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Bench;

/// <summary>What a million finished workflows in the file cost those that come: start-up and throughput, beside an empty file.</summary>
internal static class Finished
{
    private const int Templates = 100;
    private const int Copies = 10_000;
    private const int Rounds = 3;
    private const int Clients = 64;
    private const int Count = 6_000;

    public static async Task Run(BenchReport report) => (await BenchFolder.Use(Measure))(report);

    private static async Task<Action<BenchReport>> Measure(string folder)
    {
        var (fullFile, emptyFile) = (Path.Combine(folder, "full.db"), Path.Combine(folder, "empty.db"));
        await using (var templates = await EngineWorld.Open(fullFile))
        {
            await templates.StepsPerSecond(Clients, Templates);
        }
        await (await EngineWorld.Open(emptyFile)).DisposeAsync();
        Multiply(fullFile);

        List<double> fullStarts = [];
        List<double> emptyStarts = [];
        for (var round = 0; round < Rounds; round++)
        {
            fullStarts.Add(await StartUp(fullFile));
            emptyStarts.Add(await StartUp(emptyFile));
        }
        await using var full = await EngineWorld.Open(fullFile);
        await using var empty = await EngineWorld.Open(emptyFile);
        if (Finishes(full) != (long)Templates * Copies)
        {
            throw new InvalidOperationException($"The file holds {Finishes(full)} finished workflows.");
        }
        await full.StepsPerSecond(Clients, Count);
        await empty.StepsPerSecond(Clients, Count);
        List<double> fullRates = [];
        List<double> emptyRates = [];
        for (var round = 0; round < Rounds; round++)
        {
            fullRates.Add(await full.StepsPerSecond(Clients, Count));
            emptyRates.Add(await empty.StepsPerSecond(Clients, Count));
        }
        return report =>
        {
            report.Add("finished-1m", "workflows/s", BenchReport.Median(fullRates), BenchReport.Median(emptyRates));
            report.Add("finished-1m-start", "ms", BenchReport.Median(fullStarts), BenchReport.Median(emptyStarts));
        };
    }

    private static async Task<double> StartUp(string file)
    {
        await using var world = await EngineWorld.Open(file);
        return world.StartUp.TotalMilliseconds;
    }

    private static long Finishes(EngineWorld world) =>
        world.Database.Read(scope =>
            scope.Prepare("SELECT count(*) FROM workflows_instances WHERE status=1").Scalar()!.Value
        );

    // Copies of what the engine itself has written, in whatever tables it has: only keys and ids differ.
    private static void Multiply(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        // Nobody mourns this file; afterwards it is a normal one again.
        Execute(connection, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000; BEGIN");
        var span = (long)Scalar(connection, "SELECT max(key)+1 FROM workflows_instances");
        foreach (var table in Tables(connection))
        {
            var columns = Columns(connection, table);
            var values = columns.Select(column =>
                column switch
                {
                    "key" => $"t.key+n.i*{span}",
                    "instance_id" => "t.instance_id||'-'||n.i",
                    _ => $"t.{column}",
                }
            );
            Execute(
                connection,
                $"CREATE TEMP TABLE template AS SELECT {string.Join(',', columns)} FROM {table};"
                    + $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<{Copies - 1}) "
                    + $"INSERT INTO {table}({string.Join(',', columns)}) SELECT {string.Join(',', values)} FROM n CROSS JOIN template t;"
                    + "DROP TABLE template"
            );
        }
        Execute(connection, "COMMIT; PRAGMA journal_mode=WAL");
    }

    private static List<string> Tables(SqliteConnection connection) =>
        Texts(
            connection,
            "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name='key' "
                + "WHERE m.type='table' AND m.name LIKE 'workflows~_%' ESCAPE '~'"
        );

    // A number that SQLite gives itself is left to it.
    private static List<string> Columns(SqliteConnection connection, string table) =>
        Texts(connection, $"SELECT name FROM pragma_table_info('{table}') WHERE name NOT IN ('seq','id')");

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        var texts = new List<string>();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            texts.Add(rows.GetString(0));
        }
        return texts;
    }

    private static object Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
