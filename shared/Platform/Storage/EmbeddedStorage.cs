using IntegrationFunctions.Platform.Blobs;
using IntegrationFunctions.Platform.Blobs.Local;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Sqlite;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.Outbox;
using IntegrationFunctions.Platform.Messages.Sqlite;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Platform.Secrets.Local;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationFunctions.Platform.Storage;

/// <summary>The storage of a laptop: documents, messages, blobs and secrets in one folder, with nothing to install.</summary>
public static class EmbeddedStorage
{
    /// <summary>
    /// Registers <see cref="SqliteDatabase"/> (file platform.db), <see cref="IDocumentStores"/>, <see cref="IMessageQueue"/>,
    /// <see cref="IBlobStores"/> and <see cref="ISecretStore"/> over a folder, all with the container's <see cref="TimeProvider"/> (the system's where it has none).
    /// The file is opened when the first of them is resolved: resolve <see cref="SqliteDatabase"/> at start-up, so that a file that can't be used is told at once.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="folder">The data folder; it stays the caller's to dispose of, after the container.</param>
    /// <param name="more">Further modules' tables in the same file. A <see cref="SqliteSchema"/> that is registered as a service counts too.</param>
    public static IServiceCollection AddEmbeddedStorage(
        this IServiceCollection services,
        DataFolder folder,
        params ReadOnlySpan<SqliteSchema> more
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new DocumentStoreOptions());
        services.TryAddSingleton(folder);
        services.AddSingleton(DocumentsSchema.Schema);
        services.AddSingleton(MessagesSchema.Schema);
        foreach (var schema in more)
        {
            services.AddSingleton(schema);
        }
        services.TryAddSingleton<QueueCatalogue>();
        services.AddSingleton(provider =>
            SqliteDatabase.Open(folder.File("platform.db"), [.. provider.GetServices<SqliteSchema>()])
        );
        services.AddSingleton<SqliteMessageQueue>();
        services.AddSingleton<IMessageQueue>(provider => provider.GetRequiredService<SqliteMessageQueue>());
        services.TryAddSingleton<DocumentCatalogue>();
        services.AddSingleton<IBatchMessages>(provider => provider.GetRequiredService<SqliteMessageQueue>());
        services.AddSingleton<IDocumentStores, SqliteDocumentStores>();
        services.AddSingleton<IBlobStores>(provider => new FolderBlobStores(
            folder,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(_ => LocalKeyRing.Open(folder));
        services.AddSingleton<IMasterKeys>(provider => provider.GetRequiredService<LocalKeyRing>());
        services.AddSingleton<ITenantKeys, TenantKeys>();
        services.AddSingleton<ISecretStore, SecretStore>();
        services.AddSingleton<ISealedValues>(provider => provider.GetRequiredService<ISecretStore>());
        services.AddSingleton<KeyAdministration>();
        services.AddDocumentGroup(new("secrets")).AddDocumentGroup(new("secret-keys"));
        return services;
    }
}
