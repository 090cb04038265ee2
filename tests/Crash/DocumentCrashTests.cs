using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using IntegrationFunctions.CrashWorker;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Crash;

/// <summary>
/// Kills a process in which 16 writers commit batches with messages, over and over, over the same file. DOCUMENT_KILLS says how often; 20 times
/// where it is not set.
/// </summary>
public sealed class DocumentCrashTests
{
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("DOCUMENT_KILLS") ?? "20",
        CultureInfo.InvariantCulture
    );

    // Lives over one file; then all is checked, and a new file begun, so that the check's time stays in bounds.
    private const int LivesAFile = 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_is_there_no_batch_is_torn_and_every_message_leaves_once()
    {
        // Killed workers are idle for half of their lives: two files at a time.
        var files = Enumerable.Range(0, (Kills + LivesAFile - 1) / LivesAFile);
        var commits = new ConcurrentBag<long>();
        await Parallel.ForEachAsync(
            files,
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Ct },
            async (file, _) => commits.Add(await OneFile(file))
        );
        Assert.True(commits.Sum() > Kills, $"Only {commits.Sum()} batches were written: too few to say anything.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills, {commits.Sum()} batches");
    }

    private static async Task<long> OneFile(int file)
    {
        using var folder = new TemporaryFolder();
        var told = new Told();
        var random = new Random(file);
        for (var life = file * LivesAFile; life < Math.Min(Kills, (file + 1) * LivesAFile); life++)
        {
            await Live(folder.Path, TimeSpan.FromMilliseconds(random.Next(150, 900)), told);
        }
        return await Check(folder.Path, told);
    }

    private static async Task Live(string folder, TimeSpan killAfter, Told told)
    {
        var start = new ProcessStartInfo("dotnet", [CrashWorld.Worker, folder, "documents"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Ct);
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(killAfter);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
        Ct.ThrowIfCancellationRequested();
        Assert.True(process.ExitCode == 128 + 9, $"It ended by itself, exit code {process.ExitCode}: {await error}");
        foreach (var line in (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            told.Take(line);
        }
    }

    private static async Task<long> Check(string path, Told told)
    {
        using var folder = DataFolder.Open(path);
        // Later than the last lock.
        var clock = new ManualTimeProvider(DateTimeOffset.UtcNow.AddMinutes(1));
        await using var services = DocumentWriters.Services(folder, clock);
        var store = services.GetRequiredService<IDocumentStores>().ForTenant(DocumentWriters.Tenant);
        var health = services
            .GetRequiredService<SqliteDatabase>()
            .Read(scope => scope.Command("PRAGMA integrity_check").ExecuteScalar());
        Assert.Equal("ok", health);
        var committed = new HashSet<string>(StringComparer.Ordinal);
        for (var writer = 0; writer < DocumentWriters.Writers; writer++)
        {
            var last = await CheckWriter(store, writer);
            Assert.True(
                last >= told.Written[writer],
                $"Writer {writer} was told that batch {told.Written[writer]} is written; the last that is there is {last}."
            );
            for (var number = 1L; number <= last; number++)
            {
                committed.Add(DocumentWriters.MessageId(writer, number));
            }
        }
        await CheckMessages(services.GetRequiredService<IMessageQueue>(), committed, told);
        return committed.Count;
    }

    // Every batch up to the last is whole: one after the other, each with all of its parts, each part as it was written.
    private static async Task<long> CheckWriter(IDocumentStore store, int writer)
    {
        var number = 0L;
        var part = 0;
        var query = new DocumentQuery(DocumentWriters.Collection(writer)).Limit(1000);
        await foreach (var document in store.QueryAll(query, Ct))
        {
            var found = document.As(CrashJson.Default.CrashPart);
            if (part == 0)
            {
                number++;
            }
            Assert.Equal(DocumentWriters.PartId(number, part), document.Path.Id);
            Assert.Equal((writer, number, part), (found.Writer, found.Number, found.Part));
            Assert.Equal(new string((char)('a' + part), (int)(number * 37 % 900)), found.Text);
            part = part + 1 == DocumentWriters.Parts(writer, number) ? 0 : part + 1;
        }
        Assert.True(part == 0, $"Batch {number} of writer {writer} is torn: only {part} parts of it are there.");
        return number;
    }

    private static async Task CheckMessages(IMessageQueue queue, HashSet<string> committed, Told told)
    {
        Assert.Subset(committed, told.Completed);
        var left = new HashSet<string>(StringComparer.Ordinal);
        while (await queue.Receive(DocumentWriters.Queue, 1000, TimeSpan.FromMinutes(5), Ct) is { Count: > 0 } received)
        {
            foreach (var message in received)
            {
                Assert.Contains(message.Id, committed);
                Assert.True(left.Add(message.Id), $"The message {message.Id} is there twice.");
                Assert.True(await queue.Complete(message, Ct));
            }
        }
        var back = left.Intersect(told.Completed).ToList();
        Assert.True(back.Count == 0, $"Completed, and there again: {string.Join(", ", back)}");
        // One whose completion had begun may be gone without a word.
        var lost = committed.Except(left).Except(told.Completed).Except(told.Begun).ToList();
        Assert.True(lost.Count == 0, $"Never there: {string.Join(", ", lost)}");
    }

    /// <summary>What the processes said of themselves.</summary>
    private sealed class Told
    {
        public long[] Written { get; } = new long[DocumentWriters.Writers];

        public HashSet<string> Begun { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Completed { get; } = new(StringComparer.Ordinal);

        public void Take(string line)
        {
            switch (line.Split(' '))
            {
                case ["w", var writer, var number]:
                    Written[int.Parse(writer, CultureInfo.InvariantCulture)] = long.Parse(
                        number,
                        CultureInfo.InvariantCulture
                    );
                    break;
                case ["d", var id]:
                    Begun.Add(id);
                    break;
                case ["c", var id]:
                    Assert.True(Completed.Add(id), $"The message {id} was completed twice.");
                    break;
                default:
                    Assert.Fail($"The process said '{line}'.");
                    break;
            }
        }
    }
}
