using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>
/// The slow part of a start under the Functions host, which gives up on a handler that doesn't answer: the server listens first, answers
/// <c>GET /</c>, and holds every other request until the storage is open.
/// </summary>
internal sealed class StartUp : IHostedService
{
    private readonly IServiceProvider _services;
    private readonly Lazy<Task> _opening;
    private QueuePump? _pump;

    public StartUp(IServiceProvider services, IHostApplicationLifetime lifetime)
    {
        _services = services;
        _opening = new(() => Task.Run(Open));
        lifetime.ApplicationStarted.Register(() => _ = Ready);
    }

    /// <summary>Done once the platform can do its work.</summary>
    /// <exception cref="StorageException">The data folder can't be used.</exception>
    public Task Ready => _opening.Value;

    public async Task Hold(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path != "/")
        {
            await Ready.WaitAsync(http.RequestAborted);
        }
        await next(http);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) =>
        _pump?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    private async Task Open()
    {
        _services.GetRequiredService<EndpointMemory>().Recall();
        _services.GetRequiredService<SqliteDatabase>();
        // Null where the host delivers all messages.
        _pump = _services.GetService<QueuePump>();
        if (_pump is not null)
        {
            await _pump.StartAsync(CancellationToken.None);
        }
    }
}
