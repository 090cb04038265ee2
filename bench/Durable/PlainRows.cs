using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Bench;

/// <summary>The rows that the engine has to write for a workflow, one durable write after the other, and nothing else.</summary>
internal static class PlainRows
{
    private static readonly byte[] Payload = new byte[300];
    private static long s_key;

    public static SqliteSchema Schema { get; } =
        new(
            "plain",
            ["CREATE TABLE plain(key INTEGER, step INTEGER, data BLOB, PRIMARY KEY(key, step)) WITHOUT ROWID"]
        );

    public static async Task Workflow(SqliteDatabase database, int steps)
    {
        var key = Interlocked.Increment(ref s_key);
        for (var step = 0; step <= steps + 1; step++)
        {
            await Write(database, key, step, Payload);
        }
    }

    // What is asked for and what came of it, each one row in one durable write: less can't be written.
    public static async Task FanOut(SqliteDatabase database, int width)
    {
        var key = Interlocked.Increment(ref s_key);
        var data = new byte[width * Payload.Length / 2];
        await Write(database, key, 0, data);
        await Write(database, key, 1, data);
    }

    private static Task<int> Write(SqliteDatabase database, long key, int step, byte[] data) =>
        database.Write(scope => scope.Execute("INSERT INTO plain(key, step, data) VALUES($1,$2,$3)", key, step, data));
}
