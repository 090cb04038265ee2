using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Platform.Secrets.Local;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Tests.Unit.Platform.Secrets;

public sealed class KeyRotationTests : IAsyncDisposable
{
    private static readonly string[] Tenants = ["t1", "t2", "t3", "t4"];
    private readonly SqliteStorageFixture _storage = new(new ManualTimeProvider());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ISecretStore Secrets => _storage.Get<ISecretStore>();

    private IDocumentStores Documents => _storage.Get<IDocumentStores>();

    private LocalKeyRing Ring => _storage.Get<LocalKeyRing>();

    private string[] KeyFiles =>
        [.. Directory.GetFiles(_storage.Path, "*.key").Select(f => Path.GetFileName(f)!).Order()];

    private KeyAdministration Administration(IDocumentStores? documents = null)
    {
        var keys = new TenantKeys(documents ?? Documents, Ring, _storage.Clock);
        return new(
            Ring,
            keys,
            [new SecretStore(Documents, keys, _storage.Clock)],
            NullLogger<KeyAdministration>.Instance
        );
    }

    [Fact]
    public async Task A_new_master_key_seals_all_and_the_old_one_can_go()
    {
        await Fill();
        var old = Ring.KeyId;
        var made = await Administration().RotateMaster(All(), Ct);
        Assert.NotEqual(old, made);
        Assert.Equal([$"master-{old}.key", "master.key"], KeyFiles);
        Assert.Equal([old], await Administration().Prune(All(), Ct));
        Assert.Equal(["master.key"], KeyFiles);
        await _storage.Reopen();
        await CheckAll();
        Assert.Equal(made, Ring.KeyId);
        Assert.Empty(await Administration().Prune(All(), Ct));
    }

    [Fact]
    public async Task The_files_of_old_master_keys_are_their_owners_alone()
    {
        FileModes.SkipWithout();
        await Ring.Rotate(Ct);
        foreach (var file in KeyFiles)
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                FileModes.Get(Path.Combine(_storage.Path, file))
            );
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_rotation_that_dies_loses_nothing_and_is_finished_later(int writes)
    {
        await Fill();
        var old = Ring.KeyId;
        var dying = Administration(new DyingStores(Documents, writes));
        await Assert.ThrowsAsync<KilledException>(() => dying.RotateMaster(All(), Ct));
        await _storage.Reopen();
        await CheckAll();
        Assert.Equal([old], await Administration().Prune(All(), Ct));
        await _storage.Reopen();
        await CheckAll();
    }

    [Fact]
    public async Task A_crash_between_the_files_of_a_rotation_leaves_every_key()
    {
        await Fill();
        var path = Path.Combine(_storage.Path, "master.key");
        // The old key has its second file, the new one is half written, and master.key is still the old one.
        File.Copy(path, Path.Combine(_storage.Path, $"master-{Ring.KeyId}.key"));
        await File.WriteAllBytesAsync(path + ".new", new byte[7], Ct);
        await _storage.Reopen();
        await CheckAll();
        Assert.Single(await Ring.Ids(Ct));
        await Administration().RotateMaster(All(), Ct);
        await _storage.Reopen();
        await CheckAll();
    }

    [Fact]
    public async Task A_lost_current_key_is_told_and_not_made_anew_beside_older_ones()
    {
        await Fill();
        await Ring.Rotate(Ct);
        File.Delete(Path.Combine(_storage.Path, "master.key"));
        await _storage.Reopen();
        var error = Assert.Throws<StorageException>(_storage.Get<LocalKeyRing>);
        Assert.Contains("master.key is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_current_master_key_is_not_removed()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Ring.Remove(Ring.KeyId, Ct));
        Assert.Equal(["master.key"], KeyFiles);
    }

    [Fact]
    public async Task Keys_of_two_processes_rotated_at_once_all_open()
    {
        await Fill();
        await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(() => Administration().RotateTenant("t1", "test", Ct), Ct))
        );
        await Administration().RotateMaster(All(), Ct);
        await _storage.Reopen();
        await CheckAll();
        Assert.Equal(7, (await _storage.Get<ITenantKeys>().State("t1", Ct))!.Current);
    }

    [Fact]
    public async Task Another_process_knows_of_a_destroyed_key_within_a_minute()
    {
        await Fill();
        var elsewhere = new TenantKeys(Documents, Ring, _storage.Clock);
        Assert.Equal("v-t1", await Secrets.Get("t1", "s", Ct));
        await elsewhere.Destroy("t1", Ct);
        _storage.Clock.Advance(TenantKeys.KeptFor);
        await Assert.ThrowsAsync<KeyDestroyedException>(() => Secrets.Get("t1", "s", Ct));
        await elsewhere.Renew("t1", Ct);
        await new SecretStore(Documents, elsewhere, _storage.Clock).Set("t1", "s", "new", Ct);
        // A key that is unknown here is looked up at once.
        Assert.Equal("new", await Secrets.Get("t1", "s", Ct));
    }

    private async Task Fill()
    {
        foreach (var tenant in Tenants)
        {
            await Secrets.Set(tenant, "s", $"v-{tenant}", Ct);
        }
    }

    private async Task CheckAll()
    {
        foreach (var tenant in Tenants)
        {
            Assert.Equal($"v-{tenant}", await Secrets.Get(tenant, "s", Ct));
        }
    }

    private static IAsyncEnumerable<string> All() => Tenants.ToAsyncEnumerable();

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    /// <summary>Writes so often, and dies at the next.</summary>
    private sealed class DyingStores(IDocumentStores inner, int writes) : IDocumentStores
    {
        private int _left = writes;

        public IDocumentStore ForTenant(string tenantId) => new Dying(this, inner.ForTenant(tenantId));

        public Task<int> KeepHouse(int max, CancellationToken ct = default) => inner.KeepHouse(max, ct);

        private sealed class Dying(DyingStores owner, IDocumentStore store) : ForwardingStore(store)
        {
            public override Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default) =>
                owner._left-- > 0 ? base.Commit(batch, ct) : throw new KilledException();
        }
    }
}
