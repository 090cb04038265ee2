using IntegrationFunctions.Platform.Messages.Outbox;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationFunctions.Platform.Messages.ServiceBus;

/// <summary>Puts the queues on Service Bus.</summary>
public static class ServiceBusRegistration
{
    /// <summary>
    /// After <see cref="EmbeddedStorage.AddEmbeddedStorage"/>: <see cref="IMessageQueue"/> is Service Bus, and the messages of batches go there by
    /// way of an outbox in the documents' file.
    /// </summary>
    public static IServiceCollection AddServiceBus(this IServiceCollection services, ServiceBusOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ServiceBusQueue>();
        services.AddSingleton<SqliteOutbox>();
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<SqliteOutbox>());
        services.AddSingleton<OutboxRelay>();
        services.Replace(
            ServiceDescriptor.Singleton<IMessageQueue>(provider => provider.GetRequiredService<ServiceBusQueue>())
        );
        services.Replace(
            ServiceDescriptor.Singleton<IBatchMessages>(provider => provider.GetRequiredService<SqliteOutbox>())
        );
        services.AddHostedService<OutboxService>();
        return services;
    }
}
