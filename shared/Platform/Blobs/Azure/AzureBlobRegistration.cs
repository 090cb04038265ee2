using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Platform.Blobs.Azure;

/// <summary>Puts blobs into Azure Blob Storage.</summary>
public static class AzureBlobRegistration
{
    /// <summary>Registers <see cref="IBlobStores"/> over an account, in the place of one that is registered already; null changes nothing.</summary>
    public static IServiceCollection AddAzureBlobs(this IServiceCollection services, AzureBlobOptions? options) =>
        options is null ? services : services.AddSingleton<IBlobStores>(_ => AzureBlobStores.Open(options));
}
