using System.Text;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Platform.Secrets.Local;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Compliance;

public sealed class DocumentSecretStoreTests : SecretStoreCompliance, IAsyncDisposable
{
    private readonly SqliteStorageFixture _storage = new(
        new ManualTimeProvider(),
        declare: services => services.AddDocumentGroup(new DocumentGroup("secrets").Index("name"))
    );

    protected override ISecretStore Secrets => _storage.Get<ISecretStore>();

    protected override ITenantKeys Keys => _storage.Get<ITenantKeys>();

    protected override Task Reopen() => _storage.Reopen();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string KeyFile => Path.Combine(_storage.Path, "master.key");

    [Fact]
    public async Task No_file_holds_the_value()
    {
        await Secrets.Set("t1", "token", "a-secret-that-must-not-be-found", Ct);
        await Secrets.Set("t1", "token", "another-that-must-not-be-found", Ct);
        foreach (var file in Directory.EnumerateFiles(_storage.Path).Where(f => Path.GetFileName(f) != "lock"))
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await open.CopyToAsync(copy, Ct);
            Assert.DoesNotContain(
                "must-not-be-found",
                Encoding.Latin1.GetString(copy.ToArray()),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task A_sealed_value_opens_only_under_its_own_name_and_tenant()
    {
        await Secrets.Set("t1", "mine", "value", Ct);
        await Secrets.Set("t1", "other", "value", Ct);
        await Secrets.Set("t2", "mine", "value", Ct);
        var stores = _storage.Get<IDocumentStores>();
        async Task<string> PathOf(string tenant, string name)
        {
            var query = new DocumentQuery("secrets").Where("name", name);
            return Assert.Single((await stores.ForTenant(tenant).Query(query, Ct)).Documents).Path.Value;
        }
        var sealedValue = await stores.ForTenant("t1").Get(await PathOf("t1", "mine"), Ct);
        Assert.NotNull(sealedValue);
        await stores.ForTenant("t1").Set(await PathOf("t1", "other"), sealedValue.Text());
        await stores.ForTenant("t2").Set(await PathOf("t2", "mine"), sealedValue.Text());
        await Assert.ThrowsAsync<StorageException>(() => Secrets.Get("t1", "other", Ct));
        await Assert.ThrowsAsync<StorageException>(() => Secrets.Get("t2", "mine", Ct));
        // Not even with the other tenant's data key beside it.
        var key = await stores.ForTenant("t1").Get("secret-keys/current", Ct);
        await stores.ForTenant("t2").Set("secret-keys/current", key!.Text());
        await Reopen();
        await Assert.ThrowsAsync<StorageException>(() => _storage.Get<ISecretStore>().Get("t2", "mine", Ct));
        Assert.Equal("value", await Secrets.Get("t1", "mine", Ct));
    }

    [Fact]
    public async Task Another_master_key_is_told_apart_and_the_message_holds_no_secret()
    {
        await Secrets.Set("t1", "token", "hunter2", Ct);
        await File.WriteAllBytesAsync(KeyFile, new byte[32], Ct);
        await Reopen();
        var error = await Assert.ThrowsAsync<StorageException>(() => Secrets.Get("t1", "token", Ct));
        Assert.Contains("master.key", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_file_is_its_owners_alone()
    {
        FileModes.SkipWithout();
        _storage.Get<LocalKeyRing>();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, FileModes.Get(KeyFile));
        Assert.Equal(32, new FileInfo(KeyFile).Length);
    }

    [Fact]
    public async Task A_key_file_that_others_may_read_is_refused_with_the_command_that_mends_it()
    {
        FileModes.SkipWithout();
        _storage.Get<LocalKeyRing>();
        FileModes.Set(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        await Reopen();
        var error = Assert.Throws<StorageException>(_storage.Get<LocalKeyRing>);
        Assert.Contains($"chmod 600 {KeyFile}", error.Message, StringComparison.Ordinal);
        Assert.Contains("640", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public async Task A_key_file_of_another_length_is_refused_and_stays_as_it_is(int length)
    {
        _storage.Get<LocalKeyRing>();
        await File.WriteAllBytesAsync(KeyFile, new byte[length], Ct);
        await Reopen();
        var error = Assert.Throws<StorageException>(_storage.Get<LocalKeyRing>);
        Assert.Contains($"{length} bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(length, new FileInfo(KeyFile).Length);
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();
}
