using IntegrationFunctions.Functions.Cli;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Messages.ServiceBus;
using IntegrationFunctions.Platform.Messages.Sqlite;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Support.ServiceBus;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Host;

/// <summary>What the environment says of Service Bus, and what is composed of it.</summary>
public sealed class ServiceBusHomeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_Service_Bus_the_host_delivers_and_the_platform_sends_there()
    {
        using var folder = new TemporaryFolder();
        using var bus = new FakeServiceBus(new ManualTimeProvider(), QueueDeclarations.All);
        await using var app = PlatformHost.Build(
            new PlatformOptions(
                folder.Path,
                Port: 0,
                Home: PlatformHome.FunctionsHost,
                Messages: ServiceBusSettings.Read(bus.ConnectionString, null)
            )
        );
        Assert.Null(app.Services.GetService<QueuePump>());
        var queue = Assert.IsType<ServiceBusQueue>(app.Services.GetRequiredService<IMessageQueue>());
        await queue.Send(new OutgoingMessage(SyncRequest.Queue, "m1", "t1", "{}"u8.ToArray()), Ct);
        Assert.Equal("m1", Assert.Single((await queue.Peek(SyncRequest.Queue, new("t1"), Ct)).Items).Id);
    }

    [Fact]
    public async Task Without_it_the_queues_are_on_SQLite_and_the_pump_serves_them()
    {
        using var folder = new TemporaryFolder();
        await using var app = PlatformHost.Build(
            new PlatformOptions(folder.Path, Port: 0, Home: PlatformHome.FunctionsHost)
        );
        Assert.NotNull(app.Services.GetService<QueuePump>());
        Assert.IsType<SqliteMessageQueue>(app.Services.GetRequiredService<IMessageQueue>());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", " ")]
    public void Nothing_set_is_SQLite(string? connection, string? host) =>
        Assert.Null(ServiceBusSettings.Read(connection, host));

    [Fact]
    public void A_namespace_is_signed_in_to_as_the_process() =>
        Assert.NotNull(ServiceBusSettings.Read(null, "name.servicebus.windows.net")!.Identity);

    [Theory]
    [InlineData(
        "Endpoint=sb://x.servicebus.windows.net;SharedAccessKeyName=a;SharedAccessKey=b",
        "x.servicebus.windows.net"
    )]
    [InlineData(null, "sb://x.servicebus.windows.net/")]
    [InlineData(null, "x")]
    [InlineData("nonsense", null)]
    public void What_cannot_be_used_is_said_with_its_name(string? connection, string? host)
    {
        var error = Assert.Throws<UserErrorException>(() => ServiceBusSettings.Read(connection, host));
        Assert.Contains("SERVICEBUS_", error.Message, StringComparison.Ordinal);
    }
}
