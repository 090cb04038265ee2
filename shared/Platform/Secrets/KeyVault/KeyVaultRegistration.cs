using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using IntegrationFunctions.Platform.Secrets.Local;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationFunctions.Platform.Secrets.KeyVault;

/// <summary>Secrets and master keys in Key Vault, in place of those in the data folder.</summary>
public static class KeyVaultRegistration
{
    /// <summary>
    /// Registers <see cref="KeyVaultMasterKeys"/> as <see cref="IMasterKeys"/>, over any that is registered already, and
    /// <see cref="KeyVaultSecrets"/> as the vault of <see cref="SecretStore"/>. What was stored before goes on opening: with the master keys
    /// of the <see cref="DataFolder"/>, where one is registered and holds any.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="uri">Address of the vault: <c>https://NAME.vault.azure.net/</c>.</param>
    /// <param name="credential">Signs in.</param>
    /// <param name="options">How the vault is called.</param>
    /// <exception cref="ArgumentException">The address can't be one.</exception>
    public static IServiceCollection AddKeyVault(
        this IServiceCollection services,
        string uri,
        TokenCredential credential,
        SecretClientOptions? options = null
    )
    {
        if (
            !Uri.TryCreate(uri, UriKind.Absolute, out var address)
            || address.Scheme != Uri.UriSchemeHttps
            || address.PathAndQuery != "/"
        )
        {
            throw new ArgumentException(
                $"KEYVAULT_URI is '{uri}'; it must be the https address of a vault such as https://NAME.vault.azure.net/."
            );
        }
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new SecretClient(address, credential, options ?? new()));
        services.AddSingleton<ISecretVault, KeyVaultSecrets>();
        return services.Replace(
            ServiceDescriptor.Singleton<IMasterKeys>(provider => new KeyVaultMasterKeys(
                provider.GetRequiredService<SecretClient>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<DataFolder>() is { } folder && LocalKeyRing.IsIn(folder)
                    ? LocalKeyRing.Open(folder)
                    : null
            ))
        );
    }
}
