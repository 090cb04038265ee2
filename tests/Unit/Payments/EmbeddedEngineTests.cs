using IntegrationFunctions.Banking.Channels;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Payments;
using static IntegrationFunctions.Tests.Unit.Payments.PaymentFixture;

namespace IntegrationFunctions.Tests.Unit.Payments;

/// <summary>The flow on the real engine, documents and queue, over SQLite; the host is restarted while payments are under way.</summary>
public sealed class EmbeddedEngineTests : IAsyncDisposable
{
    private readonly PaymentFixture _world = new(TimeProvider.System);
    private readonly PaymentHost _host;

    public EmbeddedEngineTests() => _host = new PaymentHost(_world);

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
        await _host.Start();
        List<Payment> payments = [];
        for (var i = 0; i < Payments; i++)
        {
            _world.Add($"inv{i}", supplier: $"s{i % 4}");
            var payment = (await _world.Propose($"k{i}", _world.RequestNow($"inv{i}"))).Value.Payment!.Payment;
            await _world.Approve(Bert, payment.Id, payment.ContentHash);
            await _world.Approve(Cleo, payment.Id, payment.ContentHash);
            payments.Add(payment);
        }
        await _host.Pump();
        await _host.Restart();
        await _host.Restart();

        var client = _host.Client;
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
        await _host.Start();
        _world.Add("inv0");
        _world.Add("inv1", supplier: "s1");
        var paid = (await _world.Propose("k0", _world.RequestNow("inv0"))).Value.Payment!.Payment;
        var dropped = (await _world.Propose("k1", _world.RequestNow("inv1"))).Value.Payment!.Payment;
        await _host.Pump();
        var client = _host.Client;
        Assert.False((await client.GetInstanceAsync(paid.Id, cancellation: Ct))!.IsCompleted);

        await _world.Cancel(Anna, dropped.Id);
        await _world.Approve(Bert, paid.Id, paid.ContentHash);
        await _host.Pump();
        await _world.Approve(Cleo, paid.Id, paid.ContentHash);
        await _host.Pump();

        var one = await client.WaitForInstanceCompletionAsync(paid.Id, cancellation: Ct);
        var two = await client.WaitForInstanceCompletionAsync(dropped.Id, cancellation: Ct);
        Assert.Equal("posted", one.ReadOutputAs<PaymentResult>()!.Status);
        Assert.Equal("cancelled", two.ReadOutputAs<PaymentResult>()!.Status);
        Assert.Equal(1, _world.BankFake.Executions(paid.MessageId));
        Assert.Equal(0, _world.BankFake.Executions(dropped.MessageId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_payment_whose_workflow_is_run_anew_is_paid_once(bool underWay)
    {
        await _host.Start();
        _world.Add("inv0");
        _world.BankFake.Report = underWay ? id => new PaymentStatusReport(id, "ACSP", [], []) : null;
        var payment = (await _world.Propose("k0", _world.RequestNow("inv0"))).Value.Payment!.Payment;
        await _world.Approve(Bert, payment.Id, payment.ContentHash);
        await _world.Approve(Cleo, payment.Id, payment.ContentHash);
        await _host.Pump();
        if (underWay)
        {
            // The bank has it and is not done yet.
            while ((await _world.Read(payment.Id)).Status != PaymentStage.Sent)
            {
                await Task.Yield();
            }
            await _host.Client.TerminateInstanceAsync(payment.Id, cancellation: Ct);
        }
        await _host.Client.WaitForInstanceCompletionAsync(payment.Id, cancellation: Ct);
        _world.BankFake.Report = null;

        Assert.Equal(payment.Id, await _host.Client.RestartAsync(payment.Id, false, Ct));
        var again = await _host.Client.WaitForInstanceCompletionAsync(payment.Id, cancellation: Ct);

        Assert.Equal("posted", again.ReadOutputAs<PaymentResult>()!.Status);
        Assert.Equal(1, _world.BankFake.Executions(payment.MessageId));
        Assert.Single(_world.BankFake.Sends);
        Assert.Single(_world.ErpFake.Documents);
    }

    [Fact]
    public async Task The_list_shows_the_newest_first_by_status_and_pages()
    {
        await _host.Start();
        for (var i = 0; i < 5; i++)
        {
            _world.Add($"inv{i}", supplier: $"s{i % 4}");
            await _world.Propose($"k{i}", _world.RequestNow($"inv{i}"));
        }
        var all = await _world.Documents.List(Tenant, PaymentStage.Proposed, 10, null, ct: Ct);
        await _world.Cancel(Anna, all.Payments[0].Payment.Id);

        var first = await _world.Documents.List(Tenant, PaymentStage.Proposed, 3, null, ct: Ct);
        var second = await _world.Documents.List(Tenant, PaymentStage.Proposed, 3, first.Next, ct: Ct);
        var cancelled = await _world.Documents.List(Tenant, PaymentStage.Cancelled, 3, null, ct: Ct);

        Assert.Equal(
            all.Payments.Skip(1).Select(p => p.Payment.Id),
            first.Payments.Concat(second.Payments).Select(p => p.Payment.Id)
        );
        Assert.Null(second.Next);
        Assert.Single(cancelled.Payments);
        Assert.Equal("inv4", all.Payments[0].Payment.Lines[0].InvoiceKey);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
