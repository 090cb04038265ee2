using IntegrationFunctions.Activities;
using IntegrationFunctions.Activities.Payments;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Functions.Payments;
using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationFunctions.Tests.Unit.Payments;

/// <summary>The payment flow on the real engine, documents and queue, over SQLite in a folder of its own, on the system's clock.</summary>
internal sealed class PaymentHost(PaymentFixture world, PaymentOptions? options = null) : IAsyncDisposable
{
    // Short, but in the order that the rules want: late requests arrive before "never received" begins to be believed.
    private static readonly PaymentOptions Quick = new()
    {
        PollInterval = TimeSpan.FromMilliseconds(10),
        MaxPollInterval = TimeSpan.FromMilliseconds(100),
        SendTimeout = TimeSpan.FromMilliseconds(500),
        ResendAfter = TimeSpan.FromMilliseconds(1_000),
    };

    private readonly PaymentOptions _options = options ?? Quick;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"payments-{Guid.NewGuid():N}");
    private DataFolder? _folder;
    private ServiceProvider? _host;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public DurableTaskClient Client => _host!.GetRequiredService<DurableTaskClient>();

    public async Task Start()
    {
        _folder = DataFolder.Open(_path);
        _host = world.Open(services =>
            services
                .AddSingleton(_options)
                .AddEmbeddedStorage(_folder, EmbeddedDurableTask.Schema)
                .AddEmbeddedDurableTask(registry =>
                {
                    registry.FailureOf = ActivityFailures.From;
                    registry.RegisterPayments();
                })
        );
        foreach (var service in _host.GetServices<IHostedService>())
        {
            await service.StartAsync(Ct);
        }
    }

    public async Task Restart()
    {
        await Stop();
        await Start();
    }

    /// <summary>Hands the queue's messages to the trigger, each of them twice, as a queue may.</summary>
    public async Task Pump()
    {
        var queue = _host!.GetRequiredService<IMessageQueue>();
        var trigger = new PaymentChangedTrigger(new PaymentStarter(Client, _options));
        while (await queue.Receive(trigger.Queue, 10, TimeSpan.FromMinutes(1), Ct) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                await trigger.Handle(message, Ct);
                await trigger.Handle(message, Ct);
                Assert.True(await queue.Complete(message, Ct));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(_path, recursive: true);
    }

    private async Task Stop()
    {
        if (_host is not null)
        {
            foreach (var service in _host.GetServices<IHostedService>())
            {
                await service.StopAsync(CancellationToken.None);
            }
            await _host.DisposeAsync();
        }
        _folder?.Dispose();
    }
}
