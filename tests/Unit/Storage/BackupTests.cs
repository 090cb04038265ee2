using System.Text;
using IntegrationFunctions.Platform.Blobs;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Platform.Storage.Backup;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Storage;

public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => _folder.File("data");

    private string Backup => _folder.File("backup");

    private string Restored => _folder.File("restored");

    public void Dispose() => _folder.Dispose();

    private static ServiceProvider Services(DataFolder folder) =>
        new ServiceCollection()
            .AddLogging()
            .AddEmbeddedStorage(folder)
            .AddDocumentGroup(new("notes"))
            .BuildServiceProvider();

    private static async Task In(string path, Func<IServiceProvider, Task> work)
    {
        using var folder = DataFolder.Open(path);
        await using var services = Services(folder);
        await work(services);
    }

    private static IDocumentStore Documents(IServiceProvider services) =>
        services.GetRequiredService<IDocumentStores>().ForTenant("t1");

    private Task Fill() =>
        In(
            Data,
            async services =>
            {
                (await Documents(services).Create("notes/a", """{"n":1.50}""")).EnsureCommitted();
                await services.GetRequiredService<IMessageQueue>().Send(new("q", "m1", "t1", "hello"u8.ToArray()), Ct);
                await services.GetRequiredService<ISecretStore>().Set("t1", "bank", "s3cret", Ct);
                await PutBlob(services, "files/one.txt", "one");
            }
        );

    private static async Task PutBlob(IServiceProvider services, string name, string content)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        var put = await services
            .GetRequiredService<IBlobStores>()
            .ForTenant("t1")
            .Put(name, stream, new BlobWrite("text/plain"), Ct);
        Assert.Null(put.Conflict);
    }

    private Task<BackupManifest> Write(bool withKeys = false) =>
        WriteBackup.Run(Data, Backup, withKeys, TimeProvider.System, Ct);

    private Task<BackupManifest> Restore() => RestoreBackup.Run(Backup, Restored, path => In(path, Open), Ct);

    private static Task Open(IServiceProvider services)
    {
        services.GetRequiredService<SqliteDatabase>();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Documents_messages_blobs_and_secrets_come_back()
    {
        await Fill();
        var written = await Write(withKeys: true);
        var restored = await Restore();

        Assert.Equal(written.Files, restored.Files);
        Assert.Equal(1, restored.BlobCount);
        await In(
            Restored,
            async services =>
            {
                Assert.Equal("""{"n":1.50}""", (await Documents(services).Get("notes/a", Ct))!.Text());
                var message = Assert.Single(
                    await services.GetRequiredService<IMessageQueue>().Receive("q", 1, TimeSpan.FromMinutes(1), Ct)
                );
                Assert.Equal("m1", message.Id);
                Assert.Equal("s3cret", await services.GetRequiredService<ISecretStore>().Get("t1", "bank", Ct));
                var blobs = services.GetRequiredService<IBlobStores>().ForTenant("t1");
                await using var blob = (await blobs.Get("files/one.txt", ct: Ct))!;
                using var reader = new StreamReader(blob.Stream);
                Assert.Equal("one", await reader.ReadToEndAsync(Ct));
            }
        );
    }

    [Fact]
    public async Task Without_the_keys_no_secret_can_be_read_before_they_are_put_in()
    {
        await Fill();
        var manifest = await Write();
        await Restore();

        Assert.False(manifest.WithKeys);
        Assert.Empty(Directory.GetFiles(Restored, "*.key"));
        File.Copy(Path.Combine(Data, "master.key"), Path.Combine(Restored, "master.key"));
        await In(
            Restored,
            async services =>
                Assert.Equal("s3cret", await services.GetRequiredService<ISecretStore>().Get("t1", "bank", Ct))
        );
    }

    [Fact]
    public async Task A_backup_under_sixteen_writers_is_of_one_moment_and_holds_nobody_up()
    {
        using var folder = DataFolder.Open(Data);
        await using var services = Services(folder);
        var store = Documents(services);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        // A batch a round, of two documents that must never differ.
        var writers = Enumerable
            .Range(0, 16)
            .Select(writer =>
                Task.Run(
                    async () =>
                    {
                        var round = 0;
                        for (; !stop.IsCancellationRequested; round++)
                        {
                            var content = Encoding.UTF8.GetBytes($$"""{"round":{{round}}}""");
                            var batch = new DocumentBatch(new("notes"))
                                .Set($"{writer}-a", content)
                                .Set($"{writer}-b", content);
                            (await store.Commit(batch, CancellationToken.None)).EnsureCommitted();
                        }
                        return round;
                    },
                    Ct
                )
            )
            .ToArray();
        while (await store.Get("notes/15-b", Ct) is null || await store.Get("notes/0-b", Ct) is null)
        {
            await Task.Yield();
        }

        for (var i = 0; i < 5; i++)
        {
            await WriteBackup.Run(Data, $"{Backup}{i}", withKeys: false, TimeProvider.System, Ct);
        }
        await stop.CancelAsync();
        var rounds = await Task.WhenAll(writers);

        Assert.All(rounds, round => Assert.True(round > 1));
        for (var i = 0; i < 5; i++)
        {
            await RestoreBackup.Run($"{Backup}{i}", $"{Restored}{i}", path => In(path, Open), Ct);
            await In(
                $"{Restored}{i}",
                async there =>
                {
                    for (var writer = 0; writer < 16; writer++)
                    {
                        var a = await Documents(there).Get($"notes/{writer}-a", Ct);
                        var b = await Documents(there).Get($"notes/{writer}-b", Ct);
                        Assert.Equal(a?.Text(), b?.Text());
                    }
                }
            );
        }
    }

    [Theory]
    [InlineData("a byte of the database", "platform.db in the backup", "is damaged")]
    [InlineData("no blob", "blobs/", "is missing")]
    [InlineData("no manifest", "no backup", "backup.json can't be read")]
    [InlineData("half a manifest", "backup.json is damaged", "line ")]
    [InlineData("a newer format", "is of version 99", "newer")]
    [InlineData("a way out", "'../evil.key'", "Nothing was restored")]
    public async Task A_bad_backup_is_refused_and_nothing_is_left(string what, string where, string why)
    {
        await Fill();
        var manifest = await Write();
        var json = Path.Combine(Backup, "backup.json");
        var text = await File.ReadAllTextAsync(json, Ct);
        switch (what)
        {
            case "a byte of the database":
                var bytes = await File.ReadAllBytesAsync(Path.Combine(Backup, "platform.db"), Ct);
                bytes[^100] ^= 1;
                await File.WriteAllBytesAsync(Path.Combine(Backup, "platform.db"), bytes, Ct);
                break;
            case "no blob":
                File.Delete(Path.Combine(Backup, manifest.Files.Single(f => f.Path.StartsWith("blobs/")).Path));
                break;
            case "no manifest":
                File.Delete(json);
                break;
            case "half a manifest":
                await File.WriteAllTextAsync(json, text[..(text.Length / 2)], Ct);
                break;
            case "a newer format":
                await File.WriteAllTextAsync(json, text.Replace("\"version\": 1", "\"version\": 99"), Ct);
                break;
            default:
                await File.WriteAllTextAsync(json, text.Replace("\"blobs/", "\"../evil.key\",\"x\":\"blobs/"), Ct);
                break;
        }

        var refused = await Assert.ThrowsAsync<StorageException>(Restore);

        Assert.Contains(where, refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Equal(["backup", "data"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Nothing_is_written_over()
    {
        await Fill();
        await Write();

        var again = await Assert.ThrowsAsync<StorageException>(() => Write());
        var over = await Assert.ThrowsAsync<StorageException>(() =>
            RestoreBackup.Run(Backup, Data, path => In(path, Open), Ct)
        );
        var nothing = await Assert.ThrowsAsync<StorageException>(() =>
            WriteBackup.Run(_folder.File("none"), _folder.File("b"), false, TimeProvider.System, Ct)
        );

        Assert.Contains("is there already", again.Message, StringComparison.Ordinal);
        Assert.Contains("is not empty", over.Message, StringComparison.Ordinal);
        Assert.Contains("There is no platform in", nothing.Message, StringComparison.Ordinal);
        await In(Data, async services => Assert.NotNull(await Documents(services).Get("notes/a", Ct)));
    }

    [Fact]
    public async Task A_folder_in_the_way_is_left_as_it_is()
    {
        await Fill();
        await Write();
        Directory.CreateDirectory($"{Backup}2.part");
        Directory.CreateDirectory($"{Restored}.restoring");
        var mine = Path.Combine($"{Backup}2.part", "mine.txt");
        await File.WriteAllTextAsync(mine, "mine", Ct);

        var backup = await Assert.ThrowsAsync<StorageException>(() =>
            WriteBackup.Run(Data, $"{Backup}2", false, TimeProvider.System, Ct)
        );
        var restore = await Assert.ThrowsAsync<StorageException>(Restore);

        Assert.Contains("is in the way", backup.Message, StringComparison.Ordinal);
        Assert.Contains("is in the way", restore.Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(mine, Ct));
        Assert.True(Directory.Exists($"{Restored}.restoring"));
    }

    [Fact]
    public async Task A_newer_database_is_refused_before_it_has_a_place()
    {
        await Fill();
        using (var folder = DataFolder.Open(Data))
        {
            using var newer = SqliteDatabase.Open(
                folder.File("platform.db"),
                [new SqliteSchema("documents", [.. Enumerable.Repeat("SELECT 1", 99)])]
            );
        }
        await Write();

        var refused = await Assert.ThrowsAsync<StorageException>(Restore);

        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Restored));
    }
}
