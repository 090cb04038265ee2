using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.ServiceBus;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>The queue on Service Bus over real AMQP, against a broker that obeys its documentation on the test's clock.</summary>
public sealed class ServiceBusQueueTests : MessageQueueCompliance, IAsyncDisposable
{
    private readonly FakeServiceBus _bus;
    private ServiceBusQueue _queue;

    public ServiceBusQueueTests()
    {
        _bus = new FakeServiceBus(Clock, Queues);
        _queue = Open();
    }

    protected override IMessageQueue Queue => _queue;

    protected override ManualTimeProvider Clock { get; } = new();

    protected override bool TellsRepeats => false;

    protected override bool DatesDeadLetters => false;

    // Each receive that finds nothing waits for the network.
    protected override int Sequences => 5;

    protected override async Task Reopen()
    {
        await _queue.DisposeAsync();
        _queue = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        _bus.Dispose();
    }

    private ServiceBusQueue Open() =>
        new(
            ServiceBusOptions.Parse(_bus.ConnectionString) with
            {
                ReceiveWait = TimeSpan.FromMilliseconds(150),
            },
            new QueueCatalogue(Queues),
            Clock,
            NullLogger<ServiceBusQueue>.Instance
        );
}
