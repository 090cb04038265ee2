using Azure.Identity;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Platform.Secrets.KeyVault;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>
/// Against the service itself. The variable is not the server's own, so that no test writes into a vault that is in use; what the tests leave
/// in the vault is sealed with keys that are gone.
/// </summary>
public sealed class RealKeyVaultTests : SecretStoreCompliance, IAsyncLifetime
{
    private SqliteStorageFixture? _storage;

    protected override ISecretStore Secrets => _storage!.Get<ISecretStore>();

    protected override ITenantKeys Keys => _storage!.Get<ITenantKeys>();

    protected override Task Reopen() => _storage!.Reopen();

    public ValueTask InitializeAsync()
    {
        var uri = Environment.GetEnvironmentVariable("TEST_KEYVAULT_URI");
        Assert.SkipWhen(string.IsNullOrEmpty(uri), "TEST_KEYVAULT_URI is not set; it names a vault for tests alone.");
        _storage = new(
            new ManualTimeProvider(),
            declare: services => services.AddKeyVault(uri!, new DefaultAzureCredential())
        );
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_storage is not null)
        {
            await _storage.DisposeAsync();
        }
    }
}
