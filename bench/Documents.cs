using System.Diagnostics;
using System.Text.Json.Serialization;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Bench;

internal sealed record BenchInvoice(string Number, string Supplier, string Currency, string Total, string Text);

[JsonSerializable(typeof(BenchInvoice))]
internal sealed partial class DocumentsJson : JsonSerializerContext;

/// <summary>
/// Documents of 1 kB. insert-16: 16 writers, each waiting for its own durable insert, beside plain SQLite with 100 rows a commit.
/// point-read: one thread, random ids, beside one prepared SELECT.
/// </summary>
internal static class Documents
{
    private const int Runs = 3;
    private const int Writers = 16;
    private const int Stored = 20_000;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    public static async Task Run(BenchReport report)
    {
        List<double> inserts = [];
        List<double> insertLimits = [];
        List<double> reads = [];
        List<double> readLimits = [];
        List<double> probes = [];
        for (var run = 0; run < Runs; run++)
        {
            probes.Add(await InFolder(folder => Task.FromResult(DiskProbe.SyncsPerSecond(folder))));
            inserts.Add(await InFolder(Insert));
            insertLimits.Add(await InFolder(folder => Task.FromResult(InsertPlain(folder))));
            probes.Add(await InFolder(folder => Task.FromResult(DiskProbe.SyncsPerSecond(folder))));
            var (read, limit) = await InFolder(PointRead);
            reads.Add(read);
            readLimits.Add(limit);
        }
        if (probes.Max() > probes.Min() * 1.3)
        {
            BenchReport.Remark(
                $"The disk was unsteady: {probes.Min():n0} to {probes.Max():n0} syncs a second. Run again before you compare."
            );
        }
        var probe = BenchReport.Median(probes);
        report.Add("insert-16", "documents/s", BenchReport.Median(inserts), BenchReport.Median(insertLimits));
        report.Add("point-read", "documents/s", BenchReport.Median(reads), BenchReport.Median(readLimits));
        report.Add("fdatasync", "syncs/s", probe, probe);
    }

    private static BenchInvoice Invoice(int number) =>
        new($"INV-{number}", "Muster GmbH", "EUR", $"{number}.00", new string('x', 920));

    private static ServiceProvider Open(DataFolder folder) =>
        new ServiceCollection().AddDocumentGroup(new("invoices")).AddEmbeddedStorage(folder).BuildServiceProvider();

    private static async Task<double> Insert(string path)
    {
        using var folder = DataFolder.Open(path);
        await using var services = Open(folder);
        var store = services.GetRequiredService<IDocumentStores>().ForTenant("t1");
        await Write(store, TimeSpan.FromMilliseconds(500));
        var before = await store.Count(new("invoices"));
        var watch = Stopwatch.StartNew();
        var written = await Write(store, Time);
        var rate = written / watch.Elapsed.TotalSeconds;
        Check(await store.Count(new("invoices")) - before == written, "an insert was lost");
        return rate;
    }

    private static async Task<int> Write(IDocumentStore store, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        async Task<int> Writer()
        {
            var count = 0;
            while (watch.Elapsed < time)
            {
                var path = new DocumentPath($"invoices/{Identifiers.New("inv", TimeProvider.System)}");
                (await store.Create(path, Invoice(count++), DocumentsJson.Default.BenchInvoice)).EnsureCommitted();
            }
            return count;
        }
        return (await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(Writer)))).Sum();
    }

    private static double InsertPlain(string path)
    {
        using var connection = OpenPlain(path);
        using var insert = Prepare(connection, "INSERT INTO documents VALUES($id,$content)", "$id", "$content");
        var content = Content(0);
        var watch = Stopwatch.StartNew();
        var count = 0;
        while (watch.Elapsed < Time)
        {
            Execute(connection, "BEGIN IMMEDIATE");
            for (var i = 0; i < 100; i++)
            {
                insert.Parameters[0].Value = Identifiers.New("inv", TimeProvider.System);
                insert.Parameters[1].Value = content;
                insert.ExecuteNonQuery();
                count++;
            }
            Execute(connection, "COMMIT");
        }
        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task<(double Ours, double Limit)> PointRead(string path)
    {
        using var folder = DataFolder.Open(path);
        await using var services = Open(folder);
        var store = services.GetRequiredService<IDocumentStores>().ForTenant("t1");
        using var plain = OpenPlain(path);
        using var insert = Prepare(plain, "INSERT INTO documents VALUES($id,$content)", "$id", "$content");
        Execute(plain, "BEGIN IMMEDIATE");
        for (var i = 0; i < Stored; i += 100)
        {
            var batch = new DocumentBatch("invoices");
            for (var j = i; j < i + 100; j++)
            {
                batch.Create($"inv_{j}", Invoice(j), DocumentsJson.Default.BenchInvoice);
                insert.Parameters[0].Value = $"inv_{j}";
                insert.Parameters[1].Value = Content(j);
                insert.ExecuteNonQuery();
            }
            (await store.Commit(batch)).EnsureCommitted();
        }
        Execute(plain, "COMMIT");
        using var select = Prepare(plain, "SELECT content FROM documents WHERE id=$id", "$id");
        byte[] Plain(string id)
        {
            select.Parameters[0].Value = id;
            using var row = select.ExecuteReader();
            row.Read();
            return row.GetFieldValue<byte[]>(0);
        }
        byte[] Ours(string id) => store.Get(new($"invoices/{id}")).GetAwaiter().GetResult()!.Content.ToArray();
        for (var i = 0; i < Stored; i += 997)
        {
            Check(Plain($"inv_{i}").AsSpan().SequenceEqual(Ours($"inv_{i}")), "the two stores differ");
        }
        // The copy that the comparison makes is not part of a read.
        return (
            Read(id => store.Get(new($"invoices/{id}")).GetAwaiter().GetResult()!.Content.Length),
            Read(id => Plain(id).Length)
        );
    }

    private static double Read(Func<string, int> read)
    {
        var random = new Random(1);
        var ids = Enumerable.Range(0, 4096).Select(_ => $"inv_{random.Next(Stored)}").ToArray();
        var count = 0;
        var bytes = 0L;
        var watch = new Stopwatch();
        foreach (var time in (TimeSpan[])[Time / 4, Time])
        {
            count = 0;
            watch.Restart();
            while (watch.Elapsed < time)
            {
                for (var i = 0; i < 256; i++)
                {
                    bytes += read(ids[count++ & 4095]);
                }
            }
        }
        Check(bytes > 0, "nothing was read");
        return count / watch.Elapsed.TotalSeconds;
    }

    private static byte[] Content(int number) =>
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Invoice(number), DocumentsJson.Default.BenchInvoice);

    private static SqliteConnection OpenPlain(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection($"Data Source={Path.Combine(path, "plain.db")};Pooling=False");
        connection.Open();
        Execute(
            connection,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE documents(id TEXT PRIMARY KEY, content BLOB NOT NULL)"
        );
        return connection;
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, params ReadOnlySpan<string> names)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names)
        {
            command.Parameters.AddWithValue(name, DBNull.Value);
        }
        return command;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task<T> InFolder<T>(Func<string, Task<T>> work)
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

    private static void Check(bool holds, string failure)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The figures would be worthless: {failure}.");
        }
    }
}
