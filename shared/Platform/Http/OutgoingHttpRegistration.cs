using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationFunctions.Platform.Http;

/// <summary>Puts outgoing HTTP together.</summary>
public static class OutgoingHttpRegistration
{
    /// <summary>Registers <see cref="IOutgoingHttp"/> and <see cref="EgressPolicy"/> (unless one is registered already).</summary>
    public static IServiceCollection AddOutgoingHttp(
        this IServiceCollection services,
        Action<OutgoingHttpOptions>? configure = null
    )
    {
        var options = new OutgoingHttpOptions();
        configure?.Invoke(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EgressPolicy>();
        services.AddSingleton<IOutgoingHttp>(provider =>
        {
            var policy = provider.GetRequiredService<EgressPolicy>();
            foreach (var endpoint in options.AllowedEndpoints)
            {
                var (host, port) = Parse(endpoint);
                policy.Allow(host, port);
            }
            return new OutgoingHttp(provider.GetRequiredService<IHttpMessageHandlerFactory>(), policy);
        });
        services
            .AddHttpClient(OutgoingHttp.ClientName)
            // The factory's own loggers write addresses, which may hold secrets.
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider =>
                GuardedConnection.Handler(provider.GetRequiredService<EgressPolicy>(), options)
            )
            .AddOutgoingResilience(options)
            .AddHttpMessageHandler(provider => new EgressHandler(
                provider.GetRequiredService<EgressPolicy>(),
                options.MaxResponseBytes
            ));
        return services;
    }

    private static (string Host, int Port) Parse(string endpoint) =>
        endpoint.LastIndexOf(':') is var colon and > 0
        && int.TryParse(endpoint.AsSpan(colon + 1), out var port)
        && port is >= 1 and <= 65535
            ? (endpoint[..colon], port)
            : throw new ArgumentException(
                $"Allowed endpoint '{endpoint}' is not of the form host:port, such as erp.example.com:8443."
            );
}
