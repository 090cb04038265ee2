using System.Diagnostics;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationFunctions.Bench;

/// <summary>A data file with the engine running over it.</summary>
internal sealed class EngineWorld : IAsyncDisposable
{
    public const int Steps = 5;

    private readonly ServiceProvider _services;

    private EngineWorld(SqliteDatabase database)
    {
        Database = database;
        _services = new ServiceCollection()
            .AddSingleton(database)
            .AddEmbeddedDurableTask(Register)
            .BuildServiceProvider();
    }

    public SqliteDatabase Database { get; }

    public DurableTaskClient Client => _services.GetRequiredService<DurableTaskClient>();

    /// <summary>How long it took from the closed file to the running engine.</summary>
    public TimeSpan StartUp { get; private set; }

    public static async Task<EngineWorld> Open(string file)
    {
        var begun = Stopwatch.GetTimestamp();
        var world = new EngineWorld(SqliteDatabase.Open(file, [EmbeddedDurableTask.Schema, PlainRows.Schema]));
        await world._services.GetRequiredService<IHostedService>().StartAsync(default);
        world.StartUp = Stopwatch.GetElapsedTime(begun);
        return world;
    }

    public Task<double> StepsPerSecond(int clients, int count) =>
        Timing.PerSecond(clients, count, () => RunOne("Steps", Steps, Steps));

    public async Task RunOne(string name, int input, int expected)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input);
        var ended = await Client.WaitForInstanceCompletionAsync(id);
        if (ended.ReadOutputAs<int>() != expected)
        {
            throw new InvalidOperationException(
                $"{name} gave {ended.SerializedOutput} instead of {expected}: {ended.FailureDetails?.ErrorMessage}"
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<IHostedService>().StopAsync(default);
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static void Register(DurableTaskRegistry registry) =>
        registry
            .AddOrchestratorFunc<int, int>(
                "Steps",
                async (context, steps) =>
                {
                    var value = 0;
                    for (var i = 0; i < steps; i++)
                    {
                        value = await context.CallActivityAsync<int>("Increment", value);
                    }
                    return value;
                }
            )
            .AddOrchestratorFunc<int, int>(
                "FanOut",
                async (context, width) =>
                {
                    var parts = Enumerable.Range(0, width).Select(_ => context.CallActivityAsync<int>("Increment", 0));
                    return (await Task.WhenAll(parts)).Sum();
                }
            )
            .AddOrchestratorFunc<int, int>(
                "WaitForTimer",
                async (context, days) =>
                {
                    await context.CreateTimer(TimeSpan.FromDays(days), CancellationToken.None);
                    return days;
                }
            )
            .AddOrchestratorFunc<int, int>("WaitForEvent", (context, _) => context.WaitForExternalEvent<int>("go"))
            .AddActivityFunc<int, int>("Increment", (_, value) => Task.FromResult(value + 1));
}
