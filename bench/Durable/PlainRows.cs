using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Bench;

/// <summary>The rows that the engine has to write for a workflow, one durable write after the other, and nothing else.</summary>
internal static class PlainRows
{
    private static readonly byte[] Payload = new byte[300];
    private static long s_key;

    public static SqliteSchema Schema { get; } =
        new("plain", ["CREATE TABLE plain(seq INTEGER PRIMARY KEY, key INTEGER NOT NULL, data BLOB NOT NULL)"]);

    public static async Task Workflow(SqliteDatabase database, int steps)
    {
        var key = Interlocked.Increment(ref s_key);
        // The start, and the answer of each step with what it leads to.
        for (var turn = 0; turn <= steps; turn++)
        {
            await Write(database, key, Payload);
        }
    }

    // What is asked for and what came of it, each one row in one durable write: less can't be written.
    public static async Task FanOut(SqliteDatabase database, int width)
    {
        var key = Interlocked.Increment(ref s_key);
        var data = new byte[width * Payload.Length / 2];
        await Write(database, key, data);
        await Write(database, key, data);
    }

    private static Task<int> Write(SqliteDatabase database, long key, byte[] data) =>
        database.WriteRepeatable(scope =>
            scope.Prepare("INSERT INTO plain(key, data) VALUES(?1,?2)").Bind(1, key).BindBlob(2, data).Run()
        );
}
