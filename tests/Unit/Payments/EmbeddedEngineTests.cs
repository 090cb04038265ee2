using IntegrationFunctions.Activities;
using IntegrationFunctions.Activities.Payments;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Functions.Payments;
using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Workflows.Payments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static IntegrationFunctions.Tests.Unit.Payments.PaymentFixture;

namespace IntegrationFunctions.Tests.Unit.Payments;

/// <summary>The flow on the real engine, documents and queue, over SQLite; the host is restarted while payments are under way.</summary>
public sealed class EmbeddedEngineTests : IAsyncDisposable
{
    // Short, but in the order that the rules want: late requests arrive before "never received" begins to be believed.
    private static readonly PaymentOptions Quick = new()
    {
        PollInterval = TimeSpan.FromMilliseconds(10),
        MaxPollInterval = TimeSpan.FromMilliseconds(100),
        SendTimeout = TimeSpan.FromMilliseconds(500),
        ResendAfter = TimeSpan.FromMilliseconds(1_000),
    };

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"payments-{Guid.NewGuid():N}");
    private readonly PaymentFixture _world = new(TimeProvider.System);
    private DataFolder? _folder;
    private ServiceProvider? _host;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_payment_is_executed_and_posted_once_through_faults_and_restarts()
    {
        const int Payments = 8;
        var random = new Random(20260302);
        var budget = Payments * 6;
        Fault Next(string verb)
        {
            lock (random)
            {
                var fault = (Fault)random.Next((int)Fault.KilledInFlight);
                return random.Next(3) > 0 && budget-- > 0 ? fault : Fault.None;
            }
        }
        (_world.BankFake.NextFault, _world.ErpFake.NextFault) = (Next, Next);
        _world.BankFake.Late = _world.ErpFake.Late = TimeSpan.FromMilliseconds(300);
        await Start();
        List<Payment> payments = [];
        for (var i = 0; i < Payments; i++)
        {
            _world.Add($"inv{i}", supplier: $"s{i % 4}");
            var payment = (await _world.Propose($"k{i}", _world.RequestNow($"inv{i}"))).Value.Payment!.Payment;
            await _world.Approve(Bert, payment.Id, payment.ContentHash);
            await _world.Approve(Cleo, payment.Id, payment.ContentHash);
            payments.Add(payment);
        }
        await Pump();
        await Restart();
        await Restart();

        var client = _host!.GetRequiredService<DurableTaskClient>();
        foreach (var payment in payments)
        {
            var ended = await client.WaitForInstanceCompletionAsync(payment.Id, cancellation: Ct);
            Assert.Equal("posted", ended.ReadOutputAs<PaymentResult>()!.Status);
            Assert.Equal(1, _world.BankFake.Executions(payment.MessageId));
            Assert.Single(_world.ErpFake.Documents, d => d.Reference == payment.Reference);
            var stored = await _world.Read(payment.Id);
            var message = (await _world.Documents.GetMessage(Tenant, payment.Id, stored.ContentHash, Ct))!;
            Assert.True(PaymentProof.Of(stored, message, message.Sha256).Proven);
            Assert.All(
                _world.BankFake.Sends.Where(s => s.MessageId == payment.MessageId),
                s => Assert.Equal(message.Bytes, s.Bytes)
            );
        }
        Assert.True(budget < Payments * 6, "no fault was tried");
    }

    [Fact]
    public async Task Approvals_wake_the_flow_that_waits_and_a_cancelled_payment_ends_it()
    {
        await Start();
        _world.Add("inv0");
        _world.Add("inv1", supplier: "s1");
        var paid = (await _world.Propose("k0", _world.RequestNow("inv0"))).Value.Payment!.Payment;
        var dropped = (await _world.Propose("k1", _world.RequestNow("inv1"))).Value.Payment!.Payment;
        await Pump();
        var client = _host!.GetRequiredService<DurableTaskClient>();
        Assert.False((await client.GetInstanceAsync(paid.Id, cancellation: Ct))!.IsCompleted);

        await _world.Cancel(Anna, dropped.Id);
        await _world.Approve(Bert, paid.Id, paid.ContentHash);
        await Pump();
        await _world.Approve(Cleo, paid.Id, paid.ContentHash);
        await Pump();

        var one = await client.WaitForInstanceCompletionAsync(paid.Id, cancellation: Ct);
        var two = await client.WaitForInstanceCompletionAsync(dropped.Id, cancellation: Ct);
        Assert.Equal("posted", one.ReadOutputAs<PaymentResult>()!.Status);
        Assert.Equal("cancelled", two.ReadOutputAs<PaymentResult>()!.Status);
        Assert.Equal(1, _world.BankFake.Executions(paid.MessageId));
        Assert.Equal(0, _world.BankFake.Executions(dropped.MessageId));
    }

    [Fact]
    public async Task The_list_shows_the_newest_first_by_status_and_pages()
    {
        await Start();
        for (var i = 0; i < 5; i++)
        {
            _world.Add($"inv{i}", supplier: $"s{i % 4}");
            await _world.Propose($"k{i}", _world.RequestNow($"inv{i}"));
        }
        var all = await _world.Documents.List(Tenant, PaymentStage.Proposed, 10, null, Ct);
        await _world.Cancel(Anna, all.Payments[0].Payment.Id);

        var first = await _world.Documents.List(Tenant, PaymentStage.Proposed, 3, null, Ct);
        var second = await _world.Documents.List(Tenant, PaymentStage.Proposed, 3, first.Next, Ct);
        var cancelled = await _world.Documents.List(Tenant, PaymentStage.Cancelled, 3, null, Ct);

        Assert.Equal(
            all.Payments.Skip(1).Select(p => p.Payment.Id),
            first.Payments.Concat(second.Payments).Select(p => p.Payment.Id)
        );
        Assert.Null(second.Next);
        Assert.Single(cancelled.Payments);
        Assert.Equal("inv4", all.Payments[0].Payment.Lines[0].InvoiceKey);
    }

    private async Task Start()
    {
        _folder = DataFolder.Open(_path);
        _host = _world.Open(services =>
            services
                .AddSingleton(Quick)
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

    private async Task Restart()
    {
        await Stop();
        await Start();
    }

    /// <summary>Hands the queue's messages to the trigger, each of them twice, as a queue may.</summary>
    private async Task Pump()
    {
        var queue = _host!.GetRequiredService<IMessageQueue>();
        var trigger = new PaymentChangedTrigger(
            new PaymentStarter(_host!.GetRequiredService<DurableTaskClient>(), Quick)
        );
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
}
