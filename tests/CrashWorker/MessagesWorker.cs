using System.Globalization;
using System.Text;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.ServiceBus;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationFunctions.CrashWorker;

/// <summary>
/// <c>messages FOLDER [CONNECTION]</c>: sends, receives and completes without end, until it is killed, and notes what was acknowledged.
/// With a connection string of Service Bus it writes documents, each with a message in its batch, and the relay sends those.
/// </summary>
internal static class MessagesWorker
{
    public const string Queue = "crash";
    private const int Senders = 8;
    private static readonly TimeSpan Lock = TimeSpan.FromMilliseconds(500);

    /// <summary>What was tried before is tried once more, under its old id.</summary>
    public static async Task Run(string folder, string? connection)
    {
        using var notes = new MessageNotes(Path.Combine(folder, "notes"));
        using var data = DataFolder.Open(Path.Combine(folder, "data"));
        var services = new ServiceCollection()
            .AddLogging()
            .AddEmbeddedStorage(data)
            .AddDocumentGroup(new DocumentGroup("notes"));
        if (connection is not null)
        {
            services.AddServiceBus(ServiceBusOptions.Parse(connection));
        }
        await using var provider = services.BuildServiceProvider();
        foreach (var hosted in provider.GetServices<IHostedService>())
        {
            await hosted.StartAsync(default);
        }
        var store = provider.GetRequiredService<IDocumentStores>().ForTenant("t1");
        var queue = provider.GetRequiredService<IMessageQueue>();
        var next = notes.First;
        async Task Send()
        {
            while (true)
            {
                var id = (Interlocked.Increment(ref next) - 1).ToString(CultureInfo.InvariantCulture);
                notes.Write($"tried {id}");
                var message = new OutgoingMessage(Queue, id, "t1", "{}"u8.ToArray());
                if (connection is null)
                {
                    await queue.Send(message);
                }
                else
                {
                    var batch = new DocumentBatch(new("notes")).Set(id, "{}"u8.ToArray()).Send(message);
                    (await store.Commit(batch)).EnsureCommitted();
                }
                notes.Write($"sent {id}");
            }
        }
        async Task Receive()
        {
            while (true)
            {
                foreach (var message in await queue.Receive(Queue, 5, Lock))
                {
                    if (await queue.Complete(message))
                    {
                        notes.Write($"done {message.Id}");
                    }
                }
                await queue.WaitForMessage(Queue);
            }
        }
        var work = Enumerable.Range(0, Senders).Select(_ => Task.Run(Send));
        await Task.WhenAll(connection is null ? work.Append(Task.Run(Receive)) : work);
    }
}

/// <summary>Lines in a file that outlive a killed process: each is handed to the system at once.</summary>
internal sealed class MessageNotes : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file;

    public MessageNotes(string path)
    {
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        // One life's last tries may have no answer; they are made again by the next.
        var sent = lines.Where(l => l.StartsWith("sent ", StringComparison.Ordinal)).Select(l => l[5..]).ToHashSet();
        var open = lines.Where(l => l.StartsWith("tried ", StringComparison.Ordinal)).Select(l => l[6..]).Except(sent);
        First = open.Select(id => int.Parse(id, CultureInfo.InvariantCulture)).DefaultIfEmpty(sent.Count).Min();
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    /// <summary>The lowest number that was not acknowledged.</summary>
    public int First { get; }

    public void Write(string line)
    {
        lock (_lock)
        {
            _file.Write(Encoding.ASCII.GetBytes(line + "\n"));
        }
    }

    public void Dispose() => _file.Dispose();
}
