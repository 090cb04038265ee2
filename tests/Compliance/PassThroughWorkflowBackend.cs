using System.Text.Json;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.PassThrough;
using IntegrationFunctions.Durable.PassThrough.Client;
using IntegrationFunctions.Tests.Support.DurableExtension;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>
/// The pass-through over the stand-in for the extension. The worker is a host instance: the extension's process and the handler together, as
/// they live and die together; what outlives them is the hub.
/// </summary>
internal sealed class PassThroughWorkflowBackend : WorkflowBackend
{
    private readonly DurableEndpoint _endpoint;
    private readonly FunctionsDurableTaskClient _client;
    private readonly bool _handsOutHistories;
    private DurableExtensionServer? _server;

    public PassThroughWorkflowBackend(bool handsOutHistories = true)
    {
        _handsOutHistories = handsOutHistories;
        // Waits for the endpoint are in real time: only workflows live by the test's clock.
        _endpoint = new DurableEndpoint(TimeProvider.System, NullLogger<DurableEndpoint>.Instance);
        _client = new FunctionsDurableTaskClient(_endpoint, Registry, Clock);
        var services = new ServiceCollection().BuildServiceProvider();
        Orchestrators = new OrchestratorFunction(Registry, services, NullLoggerFactory.Instance);
        Activities = new ActivityFunction(Registry, services, NullLoggerFactory.Instance);
        Registry.AddOrchestratorFunc<string, string>(DurableWatchdog.ClaimName, (_, claim) => Task.FromResult(claim));
        Hub = new DurableTaskHub(Clock, InvokeAsync);
    }

    public DurableTaskHub Hub { get; }

    public OrchestratorFunction Orchestrators { get; }

    public ActivityFunction Activities { get; }

    /// <summary>Stands before each call of a function; throws for one that doesn't come through.</summary>
    public Action<string> BeforeCall { get; set; } = _ => { };

    public override DurableTaskClient Client => _client;

    public override async Task StartAsync()
    {
        _server = await DurableExtensionServer.StartAsync(Hub, _handsOutHistories);
        Hub.Start();
        _endpoint.Learn(_server.Binding);
    }

    public override async Task StopAsync(CancellationToken hurry = default)
    {
        await Hub.StopAsync(hurry);
        await _server!.DisposeAsync();
    }

    public override async Task CrashAndRestartAsync()
    {
        Hub.Crash();
        await _server!.DisposeAsync();
        await StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        Hub.Dispose();
        _client.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    // As the handler's envelope routes do: a value that is a string is parsed once more, and the answer is a string.
    private async Task<string> InvokeAsync(string function, string binding, string data, CancellationToken stopping)
    {
        BeforeCall(function);
        var value = data.StartsWith('"') ? JsonSerializer.Deserialize<string>(data)! : data;
        return JsonSerializer.Serialize(
            binding == "context"
                ? Orchestrators.Run(JsonSerializer.Deserialize<string>(value)!)
                : await Activities.RunAsync(function, value, stopping)
        );
    }
}
