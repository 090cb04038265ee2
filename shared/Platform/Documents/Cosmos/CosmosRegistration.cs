using Azure.Identity;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.Outbox;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>Documents in Cosmos DB, in place of those in SQLite.</summary>
public static class CosmosRegistration
{
    /// <summary>
    /// Registers <see cref="CosmosDocumentStores"/> as <see cref="IDocumentStores"/> and its <see cref="IOutbox"/>, over those that are registered
    /// already, and the relay. Comes behind the queues; wants a <see cref="IMessageQueue"/>.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="endpoint">Address of the account: https.</param>
    /// <param name="key">Its key; null: the identity that the process has on Azure.</param>
    /// <param name="options">How it is reached.</param>
    /// <exception cref="ArgumentException">The address or the key can't be one; the key is not part of the message.</exception>
    public static IServiceCollection AddCosmosDocuments(
        this IServiceCollection services,
        string endpoint,
        string? key,
        CosmosOptions options
    )
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
        {
            throw new ArgumentException(
                $"COSMOS_ENDPOINT is '{endpoint}'; it must be an https address such as https://ACCOUNT.documents.azure.com/."
            );
        }
        if (key is not null && !Convert.TryFromBase64String(key, new byte[key.Length], out _))
        {
            throw new ArgumentException(
                "COSMOS_KEY is no base64 text. Copy the account's key again, or leave it out to use the identity."
            );
        }
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DocumentCatalogue>();
        services.TryAddSingleton<DocumentStoreOptions>();
        services.TryAddSingleton<QueueCatalogue>();
        services.AddSingleton(options);
        services.AddSingleton(_ =>
            key is null
                ? new CosmosClient(endpoint, new DefaultAzureCredential(), options.ClientOptions())
                : new CosmosClient(endpoint, key, options.ClientOptions())
        );
        services.AddSingleton<CosmosDocumentStores>();
        services.Replace(
            ServiceDescriptor.Singleton<IDocumentStores>(provider =>
                provider.GetRequiredService<CosmosDocumentStores>()
            )
        );
        // In place of the outbox of documents on SQLite, where the queues' home has registered that.
        services.RemoveAll<IOutbox>();
        services.AddSingleton(provider => provider.GetRequiredService<CosmosDocumentStores>().Outbox);
        services.TryAddSingleton<OutboxRelay>();
        services.AddHostedService<OutboxService>();
        return services;
    }
}
