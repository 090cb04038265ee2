using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Platform.Secrets.KeyVault;
using IntegrationFunctions.Platform.Secrets.Local;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Host;

public sealed class SecretsHomeTests : IDisposable
{
    private readonly TemporaryFolder _files = new();
    private readonly DataFolder _folder;

    public SecretsHomeTests() => _folder = DataFolder.Open(_files.Path);

    [Fact]
    public async Task Without_a_vault_all_is_in_the_data_folder()
    {
        await using var services = Compose(null);
        Assert.IsType<LocalKeyRing>(services.GetRequiredService<IMasterKeys>());
        Assert.Null(services.GetService<ISecretVault>());
    }

    [Fact]
    public async Task A_vault_that_is_named_has_the_secrets_and_the_master_keys()
    {
        await using var services = Compose("https://name.vault.azure.net");
        Assert.IsType<KeyVaultMasterKeys>(services.GetRequiredService<IMasterKeys>());
        Assert.IsType<KeyVaultSecrets>(services.GetRequiredService<ISecretVault>());
        Assert.False(File.Exists(_folder.File("master.key")));
    }

    [Fact]
    public void A_wrong_address_is_told_with_the_name_of_the_setting()
    {
        var error = Assert.Throws<ArgumentException>(() => Compose("name.vault.azure.net"));
        Assert.StartsWith("KEYVAULT_URI is 'name.vault.azure.net'", error.Message, StringComparison.Ordinal);
    }

    private ServiceProvider Compose(string? uri) =>
        new ServiceCollection()
            .AddEmbeddedStorage(_folder)
            .AddSecretsHome(name => name == "KEYVAULT_URI" ? uri : null)
            .BuildServiceProvider();

    public void Dispose()
    {
        _folder.Dispose();
        _files.Dispose();
    }
}
