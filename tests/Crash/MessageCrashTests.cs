using System.Diagnostics;
using IntegrationFunctions.CrashWorker;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.Outbox;
using IntegrationFunctions.Platform.Messages.ServiceBus;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.ServiceBus;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Crash;

/// <summary>Kills a process (SIGKILL) that sends and receives under load, over and over: nothing acknowledged may be lost or come back.</summary>
public sealed class MessageCrashTests
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("CRASH_KILLS") is null ? 6 : 40;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_acknowledged_message_is_there_once_and_a_completed_one_never_comes_back()
    {
        using var folder = new TemporaryFolder();
        await KillOverAndOver(folder, null);
        var (sent, _, done) = Notes(folder);
        Assert.NotEmpty(done);
        Assert.Equal(done.Length, done.Distinct(StringComparer.Ordinal).Count());

        using var data = DataFolder.Open(folder.File("data"));
        await using var services = new ServiceCollection()
            .AddEmbeddedStorage(data)
            .AddDocumentGroup(new DocumentGroup("notes"))
            .BuildServiceProvider();
        var queue = services.GetRequiredService<IMessageQueue>();
        var left = await Everything(request => queue.Peek(MessagesWorker.Queue, request, Ct), m => m.Id);
        Assert.Equal(left.Count, left.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(left.Intersect(done));
        // What a killed life completed without being told is gone, and was at most the one message that it was just completing.
        Assert.InRange(sent.Except(left).Except(done).Count(), 0, Kills);
        Assert.Empty((await queue.PeekDeadLetters(MessagesWorker.Queue, new(), Ct)).Items);
    }

    [Fact]
    public async Task The_outbox_loses_nothing_and_repeats_nothing()
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualTimeProvider();
        using var bus = new FakeServiceBus(clock, [new(MessagesWorker.Queue)]);
        await KillOverAndOver(folder, bus.ConnectionString);
        var (sent, _, _) = Notes(folder);
        Assert.NotEmpty(sent);

        using var data = DataFolder.Open(folder.File("data"));
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddEmbeddedStorage(data)
            .AddDocumentGroup(new DocumentGroup("notes"))
            .AddServiceBus(ServiceBusOptions.Parse(bus.ConnectionString))
            .BuildServiceProvider();
        Assert.Equal(0, await services.GetRequiredService<OutboxRelay>().Drain(Ct));
        var queue = services.GetRequiredService<IMessageQueue>();
        var there = await Everything(request => queue.Peek(MessagesWorker.Queue, request, Ct), m => m.Id);
        var stored = await Stored(services.GetRequiredService<IDocumentStores>().ForTenant("t1"));
        Assert.Empty(sent.Except(stored));
        Assert.Equal(stored.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
    }

    private static async Task<List<string>> Stored(IDocumentStore store)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await store.ReadChanges(new("notes"), cursor, 1000, Ct);
            ids.AddRange(page.Changes.Where(c => c.Kind == ChangeKind.Created).Select(c => c.Document.Path.Id));
            cursor = page.Changes.Count == 0 ? null : page.Cursor;
        } while (cursor is not null);
        return ids;
    }

    private static async Task<List<string>> Everything<T>(
        Func<PeekRequest, Task<MessagePage<T>>> read,
        Func<T, string> id
    )
    {
        var ids = new List<string>();
        var request = new PeekRequest(Limit: 1000);
        do
        {
            var page = await read(request);
            ids.AddRange(page.Items.Select(id));
            request = request with { After = page.Next };
        } while (request.After is not null);
        return ids;
    }

    private static (string[] Sent, string[] Tried, string[] Done) Notes(TemporaryFolder folder)
    {
        var lines = File.ReadAllLines(folder.File("notes"));
        return (Of("sent "), Of("tried "), Of("done "));

        string[] Of(string kind) =>
            [.. lines.Where(l => l.StartsWith(kind, StringComparison.Ordinal)).Select(l => l[kind.Length..])];
    }

    private static async Task KillOverAndOver(TemporaryFolder folder, string? connection)
    {
        var random = new Random(1);
        for (var kill = 0; kill < Kills; kill++)
        {
            var start = new ProcessStartInfo("dotnet", [CrashWorld.Worker, "messages", folder.Path])
            {
                RedirectStandardError = true,
            };
            if (connection is not null)
            {
                start.ArgumentList.Add(connection);
            }
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(Ct);
            var enough = Length(folder) + random.Next(500, 20_000);
            while (Length(folder) < enough)
            {
                Assert.False(process.HasExited, process.HasExited ? await errors : "");
                await Task.Delay(1, Ct);
            }
            process.Kill();
            await process.WaitForExitAsync(Ct);
        }
    }

    private static long Length(TemporaryFolder folder) =>
        new FileInfo(folder.File("notes")) is { Exists: true } file ? file.Length : 0;
}
