using IntegrationFunctions.Banking.Channels.HostToHost;
using IntegrationFunctions.Connectors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationFunctions.Banking.Channels;

/// <summary>Registers the ways to banks.</summary>
public static class BankChannelRegistration
{
    /// <summary>
    /// Registers the connectors to banks; each is an <see cref="IBankChannel"/> too. Needs <see cref="Payments.IPaymentMessages"/>.
    /// </summary>
    public static IServiceCollection AddBankChannels(this IServiceCollection services)
    {
        services.TryAddSingleton<ConnectorCatalogue>();
        services.AddSingleton<IConnector, HostToHostConnector>();
        return services;
    }
}
