using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>The workflow engine inside the process, on the platform's SQLite file.</summary>
public static class EmbeddedDurableTask
{
    /// <summary>Name of the engine's ActivitySource and Meter.</summary>
    public const string TelemetryName = "IntegrationFunctions.Durable";

    /// <summary>The engine's tables; hand it to <see cref="SqliteDatabase.Open"/>.</summary>
    public static SqliteSchema Schema { get; } = new("workflows", WorkflowSchema.Steps);

    /// <summary>
    /// Adds <see cref="DurableTaskClient"/>, the registry and the service that runs what it starts. Needs a <see cref="SqliteDatabase"/> opened with
    /// <see cref="Schema"/>, and takes a <see cref="TimeProvider"/> where one is registered.
    /// </summary>
    public static IServiceCollection AddEmbeddedDurableTask(
        this IServiceCollection services,
        Action<DurableTaskRegistry> register,
        EmbeddedDurableTaskOptions? options = null
    )
    {
        var registry = new DurableTaskRegistry();
        register(registry);
        var settings = options ?? new EmbeddedDurableTaskOptions();
        settings.Check();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(registry);
        services.AddSingleton(provider => new WorkflowEngine(
            provider.GetRequiredService<SqliteDatabase>(),
            registry,
            provider,
            provider.GetRequiredService<TimeProvider>(),
            settings,
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance
        ));
        services.AddSingleton<DurableTaskClient, EmbeddedDurableTaskClient>();
        services.AddSingleton<IHostedService, EmbeddedWorker>();
        return services;
    }
}

/// <summary>Limits of the embedded engine.</summary>
public sealed class EmbeddedDurableTaskOptions
{
    /// <summary>Activities that run at once; 16.</summary>
    public int MaxConcurrentActivities { get; set; } = 16;

    /// <summary>Activities of one name that run at once, where it is to be fewer.</summary>
    public IDictionary<string, int> MaxConcurrentActivitiesByName { get; } =
        new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Orchestrator turns that run at once; twice the number of processors.</summary>
    public int MaxConcurrentTurns { get; set; } = Environment.ProcessorCount * 2;

    /// <summary>Instances that are kept in memory between turns, so that they need no replay; 2,000.</summary>
    public int CachedInstances { get; set; } = 2000;

    /// <summary>
    /// Turns and activities of one tenant that may wait in memory before those who start or signal its workflows are made to wait; 10,000.
    /// </summary>
    public int MaxBacklogPerTenant { get; set; } = 10_000;

    /// <summary>How long completed instances are kept; 30 days. Null: for ever.</summary>
    public TimeSpan? CompletedRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long instances that failed or were terminated are kept; 90 days. Null: for ever.</summary>
    public TimeSpan? FailedRetention { get; set; } = TimeSpan.FromDays(90);

    internal void Check()
    {
        AtLeastOne(MaxBacklogPerTenant, nameof(MaxBacklogPerTenant));
        NotNegative(CompletedRetention, nameof(CompletedRetention));
        NotNegative(FailedRetention, nameof(FailedRetention));
        AtLeastOne(MaxConcurrentActivities, nameof(MaxConcurrentActivities));
        AtLeastOne(MaxConcurrentTurns, nameof(MaxConcurrentTurns));
        foreach (var (name, limit) in MaxConcurrentActivitiesByName)
        {
            AtLeastOne(limit, $"{nameof(MaxConcurrentActivitiesByName)}['{name}']");
        }
        if (CachedInstances < 0)
        {
            throw new ArgumentException($"{nameof(CachedInstances)} is {CachedInstances}; it must be 0 or more.");
        }
    }

    private static void NotNegative(TimeSpan? span, string name)
    {
        if (span < TimeSpan.Zero)
        {
            throw new ArgumentException($"{name} is {span}; it can't be negative.");
        }
    }

    private static void AtLeastOne(int value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentException($"{name} is {value}; it must be 1 or more.");
        }
    }
}
