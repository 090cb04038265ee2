using System.Diagnostics;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Bench;

/// <summary>
/// send-receive-complete: 128 senders, each waiting for its own durable message of 200 bytes, and four receivers that take and complete up to
/// 200 at once; counted is what has been completed. Beside plain SQLite that writes and deletes rows, 100 a commit, and other brokers.
/// </summary>
internal static class Messages
{
    private const int Runs = 3;
    private const int Senders = 128;
    private const int Receivers = 4;
    private const int AtOnce = 200;
    private const int Count = 60_000;
    private static readonly byte[] Body = new byte[200];

    public static async Task Run(BenchReport report)
    {
        List<double> ours = [];
        List<double> limits = [];
        for (var run = 0; run < Runs; run++)
        {
            ours.Add(await InFolder(SendReceiveComplete));
            limits.Add(await InFolder(path => Task.FromResult(PlainRows(path))));
        }
        (string, double)[] peers = [];
        try
        {
            peers = [("rabbitmq", await RabbitPeer.Measure(Senders, AtOnce, Body))];
        }
        catch (PeerAbsentException e)
        {
            BenchReport.Remark($"rabbitmq is left out: {e.Message}");
        }
        report.Add("send-receive-complete", "messages/s", BenchReport.Median(ours), BenchReport.Median(limits), peers);
    }

    private static async Task<double> SendReceiveComplete(string path)
    {
        using var folder = DataFolder.Open(path);
        await using var services = new ServiceCollection().AddEmbeddedStorage(folder).BuildServiceProvider();
        var queue = services.GetRequiredService<IMessageQueue>();
        await Round(queue, Count / 10, "warm");
        var watch = Stopwatch.StartNew();
        await Round(queue, Count, "m");
        return Count / watch.Elapsed.TotalSeconds;
    }

    private static async Task Round(IMessageQueue queue, int count, string prefix)
    {
        var next = -1;
        var completed = 0;
        using var all = new CancellationTokenSource();
        async Task Send()
        {
            while (Interlocked.Increment(ref next) is var number && number < count)
            {
                await queue.Send(new OutgoingMessage("bench", $"{prefix}{number}", "t1", Body));
            }
        }
        async Task Receive()
        {
            while (Volatile.Read(ref completed) < count)
            {
                var messages = await queue.Receive("bench", AtOnce, TimeSpan.FromMinutes(1));
                if (messages.Count == 0)
                {
                    try
                    {
                        await queue.WaitForMessage("bench", all.Token);
                    }
                    catch (OperationCanceledException)
                    {
                        return;
                    }
                    continue;
                }
                var held = (await queue.CompleteMany(messages)).Count(done => done);
                if (Interlocked.Add(ref completed, held) == count)
                {
                    await all.CancelAsync();
                }
            }
        }
        await Task.WhenAll([
            .. Enumerable.Range(0, Senders).Select(_ => Task.Run(Send)),
            .. Enumerable.Range(0, Receivers).Select(_ => Task.Run(Receive)),
        ]);
        if (completed != count)
        {
            throw new InvalidOperationException(
                $"The figures would be worthless: {completed} of {count} were completed."
            );
        }
    }

    // What the disk and SQLite give for a row that is written, changed and deleted, without ids, locks and indexes.
    private static double PlainRows(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(path, "plain.db")};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
        Execute(connection, "CREATE TABLE messages(key INTEGER PRIMARY KEY, due INTEGER, body BLOB)");
        string[] steps =
        [
            "INSERT INTO messages VALUES($1, 0, zeroblob(200))",
            "UPDATE messages SET due=1 WHERE key=$1",
            "DELETE FROM messages WHERE key=$1",
        ];
        var watch = Stopwatch.StartNew();
        for (var first = 0; first < Count; first += 100)
        {
            foreach (var step in steps)
            {
                using var command = connection.CreateCommand();
                command.CommandText = step;
                var key = command.Parameters.AddWithValue("$1", 0);
                Execute(connection, "BEGIN IMMEDIATE");
                for (var i = 0; i < 100; i++)
                {
                    key.Value = first + i;
                    command.ExecuteNonQuery();
                }
                Execute(connection, "COMMIT");
            }
        }
        return Count / watch.Elapsed.TotalSeconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task<double> InFolder(Func<string, Task<double>> work)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"bench-{Guid.NewGuid():N}"));
        try
        {
            return await work(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

/// <summary>A peer that is not on this machine; the message says what is missing.</summary>
internal sealed class PeerAbsentException(string message) : Exception(message);
