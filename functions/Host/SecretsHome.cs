using Azure.Identity;
using IntegrationFunctions.Platform.Secrets.KeyVault;

namespace IntegrationFunctions.Functions.Host;

/// <summary>Where secrets and master keys are: in Key Vault where <c>KEYVAULT_URI</c> names one, otherwise in the data folder.</summary>
internal static class SecretsHome
{
    /// <param name="services">The parts.</param>
    /// <param name="setting">Reads KEYVAULT_URI (https address). The identity of the process signs in; AZURE_CLIENT_ID names it where there are several.</param>
    /// <exception cref="ArgumentException">KEYVAULT_URI is no address of a vault.</exception>
    public static IServiceCollection AddSecretsHome(this IServiceCollection services, Func<string, string?> setting) =>
        setting("KEYVAULT_URI") is { Length: > 0 } uri
            ? services.AddKeyVault(uri, new DefaultAzureCredential())
            : services;
}
