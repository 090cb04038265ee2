using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Http.Budgets;
using IntegrationFunctions.Platform.Http.Rules;
using IntegrationFunctions.Platform.Http.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Platform.Http;

/// <summary>Puts outgoing HTTP together.</summary>
public static class OutgoingHttpRegistration
{
    /// <summary>Name of the ActivitySource and the Meter.</summary>
    public const string TelemetryName = "IntegrationFunctions.Http";

    /// <summary>
    /// Registers <see cref="IOutgoingHttp"/>, <see cref="IEgressRules"/> and <see cref="EgressPolicy"/> (unless one is registered already);
    /// needs documents.
    /// </summary>
    public static IServiceCollection AddOutgoingHttp(
        this IServiceCollection services,
        Action<OutgoingHttpOptions>? configure = null
    )
    {
        var options = new OutgoingHttpOptions();
        configure?.Invoke(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EgressPolicy>();
        services.TryAddSingleton<OutgoingTelemetry>();
        services.AddLogging();
        services.TryAddSingleton<IEgressRules, StoredEgressRules>();
        services
            .AddDocumentGroup(new DocumentGroup(StoredEgressRules.Group).Publishes("egress"))
            .AddDocumentGroup(new(RateBudgets.Group));
        services.TryAddSingleton<RateBudgets>();
        services.AddSingleton<IOutgoingHttp>(provider => new OutgoingHttp(
            provider.GetRequiredService<IHttpMessageHandlerFactory>(),
            provider.GetRequiredService<EgressPolicy>(),
            provider.GetRequiredService<ILogger<OutgoingHttp>>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services
            .AddHttpClient(OutgoingHttp.ClientName)
            // The factory's own loggers write addresses, which may hold secrets.
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider =>
                GuardedConnection.Handler(provider.GetRequiredService<EgressPolicy>(), options)
            )
            .AddHttpMessageHandler(_ => new RequestLimitHandler(options.MaxRequestBytes))
            .AddOutgoingResilience(options)
            .AddHttpMessageHandler(provider => new BudgetHandler(
                // Documents are asked for by budgets alone.
                provider.GetRequiredService<RateBudgets>,
                provider.GetRequiredService<OutgoingTelemetry>(),
                provider.GetRequiredService<TimeProvider>(),
                options.LongestBudgetWait
            ))
            .AddHttpMessageHandler(provider => new AttemptHandler(
                provider.GetRequiredService<OutgoingTelemetry>(),
                provider.GetRequiredService<TimeProvider>()
            ))
            .AddHttpMessageHandler(provider => new EgressHandler(
                provider.GetRequiredService<EgressPolicy>(),
                provider.GetRequiredService<IEgressRules>(),
                provider.GetService<ISandboxSpaces>(),
                options.MaxResponseBytes
            ));
        return services;
    }
}
