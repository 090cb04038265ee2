using Azure.Security.KeyVault.Secrets;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Platform.Secrets.KeyVault;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.KeyVault;

namespace IntegrationFunctions.Tests.Compliance;

public sealed class KeyVaultSecretStoreTests : SecretStoreCompliance, IAsyncLifetime
{
    private FakeKeyVault _vault = null!;
    private SqliteStorageFixture _storage = null!;

    protected override ISecretStore Secrets => _storage.Get<ISecretStore>();

    protected override ITenantKeys Keys => _storage.Get<ITenantKeys>();

    private IMasterKeys Masters => _storage.Get<IMasterKeys>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async IAsyncEnumerable<string> One()
    {
        await Task.CompletedTask;
        yield return "t1";
    }

    protected override Task Reopen() => _storage.Reopen();

    public async ValueTask InitializeAsync()
    {
        _vault = await FakeKeyVault.Start();
        _storage = new(
            new ManualTimeProvider(),
            declare: services =>
                services.AddKeyVault(_vault.Address.AbsoluteUri, FakeKeyVault.Credential, FakeKeyVault.Options())
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        await _vault.DisposeAsync();
    }

    [Fact]
    public async Task The_vault_holds_neither_the_value_nor_whose_it_is()
    {
        await Secrets.Set("acme", "token", "hunter2-hunter2", Ct);
        await Secrets.Set("acme", "long", new string('k', 50_000), Ct);
        Assert.All(
            _vault.Secrets.Values,
            value => Assert.DoesNotContain("hunter2", Plain(value), StringComparison.Ordinal)
        );
        Assert.All(
            _vault.Secrets.Values,
            value => Assert.DoesNotContain("kkkkkkkkkkkk", Plain(value), StringComparison.Ordinal)
        );
        Assert.All(_vault.Secrets.Names, name => Assert.DoesNotContain("acme", name, StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(_storage.Path, "master.key")));

        static string Plain(string value) =>
            value
            + System.Text.Encoding.Latin1.GetString(
                Convert.FromBase64String(value + new string('=', -value.Length & 3))
            );
    }

    [Fact]
    public async Task A_long_value_is_cut_and_its_parts_go_when_it_shrinks_or_goes()
    {
        await Secrets.Set("t1", "s", new string('k', 100_000), Ct);
        Assert.Equal(6, SecretNames().Length);
        await Secrets.Set("t1", "s", "short", Ct);
        Assert.Single(SecretNames());
        Assert.Equal("short", await Secrets.Get("t1", "s", Ct));
        // The parts' names are taken by deleted secrets now.
        await Secrets.Set("t1", "s", new string('l', 100_000), Ct);
        Assert.Equal(new string('l', 100_000), await Secrets.Get("t1", "s", Ct));
        Assert.Equal(6, SecretNames().Length);
        await Secrets.Delete("t1", "s", Ct);
        Assert.Empty(SecretNames());
    }

    [Fact]
    public async Task One_secret_takes_its_versions_under_one_name()
    {
        await Secrets.Set("t1", "s", "1", Ct);
        var names = SecretNames();
        await Secrets.Set("t1", "s", "2", Ct);
        Assert.Equal(names, SecretNames());
        await Secrets.Delete("t1", "s", Ct);
        await Secrets.Set("t1", "s", "3", Ct);
        Assert.Equal("3", await Secrets.Get("t1", "s", Ct));
        Assert.NotEqual(names, SecretNames());
    }

    [Fact]
    public async Task A_value_is_fetched_once_and_anew_after_a_while()
    {
        await Secrets.Set("t1", "s", "x", Ct);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("x", await Secrets.Get("t1", "s", Ct));
        }
        Assert.Equal(1, Reads());
        _storage.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("x", await Secrets.Get("t1", "s", Ct));
        Assert.Equal(2, Reads());
        // What another process wrote is seen at once all the same.
        await OtherStore().Set("t1", "s", "y", Ct);
        Assert.Equal("y", await Secrets.Get("t1", "s", Ct));

        int Reads() => _vault.Requests.Count(r => r.StartsWith("GET /secrets/sec-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Throttling_is_waited_out()
    {
        await Secrets.Set("t1", "s", "x", Ct);
        await Reopen();
        _vault.Throttle(2);
        Assert.Equal("x", await Secrets.Get("t1", "s", Ct));
        _vault.Throttle(1);
        await Secrets.Set("t1", "s", "y", Ct);
        Assert.Equal("y", await Secrets.Get("t1", "s", Ct));
        _vault.Throttle(100);
        var error = await Assert.ThrowsAsync<StorageException>(() => Secrets.Set("t1", "s", "hunter2", Ct));
        Assert.Contains("429", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_deleted_in_the_vault_is_named_and_can_be_set_anew()
    {
        await Secrets.Set("t1", "s", "x", Ct);
        var name = Assert.Single(SecretNames());
        _vault.Secrets.DeleteByHand(name);
        var error = await Assert.ThrowsAsync<StorageException>(() => Secrets.Get("t1", "s", Ct));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        await Secrets.Set("t1", "s", "y", Ct);
        Assert.Equal("y", await Secrets.Get("t1", "s", Ct));
    }

    [Fact]
    public async Task A_master_key_is_made_rotated_and_disabled()
    {
        await Secrets.Set("t1", "s", "x", Ct);
        var first = await Masters.CurrentId(Ct);
        var administration = new KeyAdministration(
            Masters,
            Keys,
            [Secrets],
            Microsoft.Extensions.Logging.Abstractions.NullLogger<KeyAdministration>.Instance
        );
        var second = await administration.RotateMaster(One(), Ct);
        var third = await administration.RotateMaster(One(), Ct);
        Assert.Equal([third, first, second], await Masters.Ids(Ct));
        Assert.Equal([third], (await Keys.State("t1", Ct))!.MasterKeys);
        Assert.Equal([first, second], await administration.Prune(One(), Ct));
        Assert.Equal([third], await Masters.Ids(Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Masters.Remove(third, Ct));
        await Reopen();
        Assert.Equal("x", await Secrets.Get("t1", "s", Ct));
    }

    [Fact]
    public async Task Another_process_learns_of_a_new_master_key_within_a_minute()
    {
        var first = await Masters.CurrentId(Ct);
        var other = OtherMasters();
        Assert.Equal(first, await other.CurrentId(Ct));
        var second = await other.Rotate(Ct);
        Assert.Equal(first, await Masters.CurrentId(Ct));
        _storage.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(second, await Masters.CurrentId(Ct));
    }

    [Fact]
    public async Task A_deleted_master_key_is_not_replaced_by_a_new_one()
    {
        await Secrets.Set("t1", "s", "x", Ct);
        _vault.Secrets.DeleteByHand(KeyVaultMasterKeys.SecretName);
        await Reopen();
        var error = await Assert.ThrowsAsync<StorageException>(() => Masters.CurrentId(Ct));
        Assert.Contains("az keyvault secret recover --name master-key", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageException>(() => Secrets.Get("t1", "s", Ct));
    }

    [Fact]
    public async Task What_a_data_folder_held_goes_on_opening_and_moves()
    {
        using var folder = new TemporaryFolder();
        await using (var local = new SqliteStorageFixture(new ManualTimeProvider(), folder.Path))
        {
            await local.Get<ISecretStore>().Set("t1", "s", "from the folder", Ct);
        }
        await using (var moved = Moved(folder.Path))
        {
            Assert.Equal("from the folder", await moved.Get<ISecretStore>().Get("t1", "s", Ct));
            Assert.True(await moved.Get<ITenantKeys>().Rewrap("t1", Ct));
            Assert.Equal(1, await moved.Get<ISecretStore>().Reseal("t1", Ct));
            Assert.Single(SecretNames());
        }
        // Nothing needs the files any more.
        File.Delete(Path.Combine(folder.Path, "master.key"));
        await using (var moved = Moved(folder.Path))
        {
            Assert.Equal("from the folder", await moved.Get<ISecretStore>().Get("t1", "s", Ct));
        }
        await using var back = new SqliteStorageFixture(new ManualTimeProvider(), folder.Path);
        await Assert.ThrowsAsync<StorageException>(() => back.Get<ISecretStore>().Get("t1", "s", Ct));

        SqliteStorageFixture Moved(string path)
        {
            return new(
                new ManualTimeProvider(),
                path,
                services =>
                    services.AddKeyVault(_vault.Address.AbsoluteUri, FakeKeyVault.Credential, FakeKeyVault.Options())
            );
        }
    }

    [Theory]
    [InlineData("http://vault.example/")]
    [InlineData("vault")]
    [InlineData("https://vault.example/secrets")]
    public void An_address_that_is_no_vaults_is_refused(string uri)
    {
        var services = new Microsoft.Extensions.DependencyInjection.ServiceCollection();
        var error = Assert.Throws<ArgumentException>(() => services.AddKeyVault(uri, FakeKeyVault.Credential));
        Assert.Contains(uri, error.Message, StringComparison.Ordinal);
    }

    // As another process would have them.
    private KeyVaultMasterKeys OtherMasters() => new(Client(), _storage.Clock);

    private SecretStore OtherStore()
    {
        var documents = _storage.Get<IDocumentStores>();
        var keys = new TenantKeys(documents, OtherMasters(), _storage.Clock);
        return new(documents, keys, _storage.Clock, new KeyVaultSecrets(Client()));
    }

    private SecretClient Client() => new(_vault.Address, FakeKeyVault.Credential, FakeKeyVault.Options());

    private string[] SecretNames() =>
        [.. _vault.Secrets.Names.Where(name => name.StartsWith("sec-", StringComparison.Ordinal))];
}
