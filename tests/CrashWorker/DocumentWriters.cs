using System.Text;
using System.Text.Json.Serialization;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.CrashWorker;

internal sealed record CrashPart(int Writer, long Number, int Part, int Parts, string Text);

[JsonSerializable(typeof(CrashPart))]
internal sealed partial class CrashJson : JsonSerializerContext;

/// <summary>
/// 16 writers that commit atomic batches of documents, each batch with a message, and two readers of the queue, until the process is killed. What
/// was acknowledged is said on standard output, a line each: "w WRITER NUMBER" after a commit, "d ID" before a message is completed, "c ID" after it. A pipe
/// keeps what was said by a process that is no more.
/// </summary>
internal sealed class DocumentWriters(IDocumentStore store, IMessageQueue queue, Stream told)
{
    public const string Tenant = "crash";
    public const string Queue = "crash";
    public const int Writers = 16;

    /// <summary>A collection a writer; all of one group.</summary>
    public static CollectionPath Collection(int writer) => $"writers/w{writer}/parts";

    /// <summary>Documents in the writer's n-th batch: 1 to 7.</summary>
    public static int Parts(int writer, long number) => (int)((writer + number) % 7) + 1;

    public static string PartId(long number, int part) => $"{number:d8}-{part}";

    public static string MessageId(int writer, long number) => $"w{writer}-{number}";

    public static ServiceProvider Services(DataFolder folder, TimeProvider clock) =>
        new ServiceCollection()
            .AddSingleton(clock)
            .AddEmbeddedStorage(folder)
            .AddDocumentGroup(new DocumentGroup("parts"))
            .BuildServiceProvider();

    public static async Task Run(string path)
    {
        using var folder = DataFolder.Open(path);
        await using var services = Services(folder, TimeProvider.System);
        await using var told = Console.OpenStandardOutput();
        var crowd = new DocumentWriters(
            services.GetRequiredService<IDocumentStores>().ForTenant(Tenant),
            services.GetRequiredService<IMessageQueue>(),
            told
        );
        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(writer => Task.Run(() => crowd.Write(writer)))
                .Concat([Task.Run(crowd.Read), Task.Run(crowd.Read)])
        );
    }

    private async Task Write(int writer)
    {
        for (var number = await Last(writer) + 1; ; number++)
        {
            var parts = Parts(writer, number);
            var batch = new DocumentBatch(Collection(writer));
            for (var part = 0; part < parts; part++)
            {
                var text = new string((char)('a' + part), (int)(number * 37 % 900));
                batch.Create(
                    PartId(number, part),
                    new CrashPart(writer, number, part, parts, text),
                    CrashJson.Default.CrashPart
                );
            }
            batch.Send(
                new OutgoingMessage(Queue, MessageId(writer, number), Tenant, Encoding.UTF8.GetBytes($"{number}"))
            );
            (await store.Commit(batch)).EnsureCommitted();
            Tell($"w {writer} {number}");
        }
    }

    // From where the life before was ended.
    private async Task<long> Last(int writer)
    {
        var last = 0L;
        await foreach (var document in store.QueryAll(new DocumentQuery(Collection(writer)).Limit(1000)))
        {
            last = Math.Max(last, document.As(CrashJson.Default.CrashPart).Number);
        }
        return last;
    }

    private async Task Read()
    {
        while (true)
        {
            await queue.WaitForMessage(Queue);
            foreach (var message in await queue.Receive(Queue, 20, TimeSpan.FromSeconds(2)))
            {
                // One in three is left to its lock, as by a worker that died.
                if (message.DeliveryCount == 1 && message.Id.GetHashCode(StringComparison.Ordinal) % 3 == 0)
                {
                    continue;
                }
                Tell($"d {message.Id}");
                if (await queue.Complete(message))
                {
                    Tell($"c {message.Id}");
                }
            }
        }
    }

    private void Tell(string line)
    {
        var bytes = Encoding.ASCII.GetBytes(line + "\n");
        lock (told)
        {
            // One write a line: a line is there or it isn't.
            told.Write(bytes);
        }
    }
}
