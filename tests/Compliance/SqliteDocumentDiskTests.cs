using System.Text.Json.Serialization;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What documents and messages do when their file can't take what is to be written, or is damaged.</summary>
public sealed partial class SqliteDocumentDiskTests : IAsyncDisposable
{
    private const int Pages = 16_384;
    private readonly SqliteStorageFixture _storage = new(
        new ManualTimeProvider(),
        declare: services => services.AddDocumentGroup(new DocumentGroup("things"))
    );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IDocumentStore Store => _storage.Get<IDocumentStores>().ForTenant("t1");

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task On_a_full_disk_each_write_is_there_whole_with_its_message_or_is_refused_and_all_goes_on_once_there_is_room()
    {
        await Write(0, 0);
        await LimitTo(0);

        var taken = new List<(int Writer, int Number)> { (0, 0) };
        var refused = new List<StorageException>();
        async Task Writer(int writer)
        {
            for (var number = 1; number <= 20; number++)
            {
                try
                {
                    await Write(writer, number);
                    lock (taken)
                    {
                        taken.Add((writer, number));
                    }
                }
                catch (StorageException e)
                {
                    lock (taken)
                    {
                        refused.Add(e);
                    }
                }
            }
        }
        await Task.WhenAll(Enumerable.Range(0, 16).Select(Writer));

        Assert.NotEmpty(refused);
        Assert.All(refused, e => Assert.Contains("disk is full", e.Message, StringComparison.Ordinal));
        Assert.True(_storage.Get<SqliteDatabase>().IsHealthy);
        await Holds(taken);

        await _storage.Reopen();
        await LimitTo(Pages);
        await Holds(taken);
        await Write(1, 99);
        taken.Add((1, 99));
        await Holds(taken);
    }

    [Fact]
    public async Task A_damaged_file_is_told_and_stays_as_it_is()
    {
        for (var number = 0; number < 200; number++)
        {
            await Write(0, number);
        }
        // Closed once, so that all of it is in the file itself.
        await _storage.Reopen();
        using var other = new TemporaryFolder();
        var file = other.File("platform.db");
        var bytes = await File.ReadAllBytesAsync(_storage.Get<SqliteDatabase>().Path, Ct);
        // All but the first pages, which hold what a file says of itself.
        new Random(1).NextBytes(bytes.AsSpan(bytes.Length / 2));
        await File.WriteAllBytesAsync(file, bytes, Ct);

        using var folder = DataFolder.Open(other.Path);
        await using (
            var services = new ServiceCollection()
                .AddEmbeddedStorage(folder)
                .AddDocumentGroup(new DocumentGroup("things"))
                .BuildServiceProvider()
        )
        {
            var error = await Assert.ThrowsAsync<StorageException>(async () =>
            {
                var store = services.GetRequiredService<IDocumentStores>().ForTenant("t1");
                await foreach (var _ in store.QueryAll(new("things"), Ct)) { }
            });
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
            Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
            Assert.Contains("backup", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file, Ct));
    }

    private async Task Write(int writer, int number)
    {
        var batch = new DocumentBatch("things");
        for (var part = 0; part < 3; part++)
        {
            batch.Create($"{writer}-{number}-{part}", new Thing(new string('x', 3000)), ThingJson.Default.Thing);
        }
        batch.Send(new OutgoingMessage("things", $"{writer}-{number}", "t1", new byte[10]));
        (await Store.Commit(batch, Ct)).EnsureCommitted();
    }

    private async Task Holds(List<(int Writer, int Number)> taken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var document in Store.QueryAll(new("things"), Ct))
        {
            ids.Add(document.Path.Id);
        }
        var expected = taken.SelectMany(t => Enumerable.Range(0, 3).Select(p => $"{t.Writer}-{t.Number}-{p}"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        var messages = _storage
            .Get<SqliteDatabase>()
            .Read(scope => scope.Prepare("SELECT count(*) FROM messages").Scalar());
        Assert.Equal(taken.Count, messages);
    }

    private Task<long> LimitTo(int pages) =>
        _storage
            .Get<SqliteDatabase>()
            .Write(scope => scope.Prepare($"PRAGMA max_page_count={Math.Max(pages, 1)}").Scalar()!.Value, Ct);

    private sealed record Thing(string Text);

    [JsonSerializable(typeof(Thing))]
    private sealed partial class ThingJson : JsonSerializerContext;
}
