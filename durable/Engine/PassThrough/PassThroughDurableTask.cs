using IntegrationFunctions.Durable.PassThrough.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Durable.PassThrough;

/// <summary>Workflows on Azure Durable Functions: the extension keeps and schedules, this program runs orchestrators and activities.</summary>
public static class PassThroughDurableTask
{
    /// <summary>
    /// Adds <see cref="DurableTaskClient"/>, what stands behind the triggers (<see cref="OrchestratorFunction"/>, <see cref="ActivityFunction"/>),
    /// <see cref="DurableEndpoint"/>, <see cref="DurableWatchdog"/> and the registry itself, for those who write the functions' files.
    /// Takes a <see cref="TimeProvider"/> and loggers where they are registered.
    /// </summary>
    public static IServiceCollection AddPassThroughDurableTask(
        this IServiceCollection services,
        Action<DurableTaskRegistry> register
    )
    {
        var registry = new DurableTaskRegistry();
        register(registry);
        registry.AddOrchestratorFunc<string, string>(DurableWatchdog.ClaimName, (_, claim) => Task.FromResult(claim));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.TryAdd(ServiceDescriptor.Singleton(typeof(ILogger<>), typeof(Logger<>)));
        services.AddSingleton(registry);
        services.AddSingleton<DurableEndpoint>();
        services.AddSingleton<OrchestratorFunction>();
        services.AddSingleton<ActivityFunction>();
        services.AddSingleton<DurableTaskClient, FunctionsDurableTaskClient>();
        services.AddSingleton<DurableWatchdog>();
        return services;
    }
}
