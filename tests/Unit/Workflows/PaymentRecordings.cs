using IntegrationFunctions.Banking.Channels;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Durable.Replay;
using IntegrationFunctions.Tests.Unit.Payments;
using IntegrationFunctions.Workflows.Payments;
using static IntegrationFunctions.Tests.Unit.Payments.PaymentFixture;

namespace IntegrationFunctions.Tests.Unit.Workflows;

/// <summary>Payments with every end that they can have, and what can hold them up on the way.</summary>
internal sealed class PaymentRecordings : IAsyncDisposable
{
    private readonly PaymentFixture _world = new(TimeProvider.System);
    private readonly PaymentHost _host;

    private PaymentRecordings(PaymentOptions? options) => _host = new PaymentHost(_world, options);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static IReadOnlyDictionary<string, Func<Task<ExportedHistory>>> All { get; } =
        new Dictionary<string, Func<Task<ExportedHistory>>>
        {
            ["pay-invoices-posted"] = () => Record(run => run.Pay()),
            ["pay-invoices-waiting"] = () => Record(run => run.Propose()),
            ["pay-invoices-rejected"] = () => Record(run => run.Reject()),
            ["pay-invoices-cancelled"] = () => Record(run => run.Cancel()),
            ["pay-invoices-unknown-outcome"] = () => Record(run => run.Pay(send: Fault.UnknownDone)),
            ["pay-invoices-sent-again"] = () => Record(run => run.Pay(send: Fault.UnknownNotDone)),
            ["pay-invoices-refused-by-bank"] = () =>
                Record(run => run.Pay(id => new PaymentStatusReport(id, "RJCT", [], []))),
            ["pay-invoices-bank-takes-long"] = () => Record(run => run.Pay(Pending(calls: 3))),
            ["pay-invoices-erp-down"] = () => Record(run => run.Pay(post: Fault.Transient)),
            ["pay-invoices-continued-as-new"] = () => Record(run => run.Pay(Pending(calls: 45)), Hasty),
            ["pay-invoices-held-and-terminated"] = () => Record(run => run.Steer()),
        };

    private static readonly PaymentOptions Hasty = new()
    {
        PollInterval = TimeSpan.FromMilliseconds(1),
        MaxPollInterval = TimeSpan.FromMilliseconds(1),
    };

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static async Task<ExportedHistory> Record(
        Func<PaymentRecordings, Task<string>> scenario,
        PaymentOptions? options = null
    )
    {
        await using var run = new PaymentRecordings(options);
        await run._host.Start();
        return await run._host.Client.Export(await scenario(run));
    }

    /// <summary>A bank that says so many times that it is still at it.</summary>
    private static Func<string, PaymentStatusReport> Pending(int calls)
    {
        var left = calls;
        return id => new PaymentStatusReport(id, left-- > 0 ? "ACSP" : "ACSC", [], []);
    }

    private async Task<string> Propose()
    {
        var payment = await Proposed();
        // It waits once the history of its first turns is written.
        while ((await _host.Client.GetHistoryAsync(payment.Id, Ct))?.OfType<TaskCompleted>().Any() != true)
        {
            await Task.Yield();
        }
        return payment.Id;
    }

    private async Task<string> Pay(
        Func<string, PaymentStatusReport>? report = null,
        Fault send = Fault.None,
        Fault post = Fault.None
    )
    {
        _world.BankFake.Report = report;
        _world.BankFake.NextFault = Once("send", send);
        _world.ErpFake.NextFault = Once("post", post);
        var payment = await Proposed();
        foreach (var approver in new[] { Bert, Cleo })
        {
            await _world.Approve(approver, payment.Id, payment.ContentHash);
            await _host.Pump();
        }
        return await End(payment.Id);
    }

    private async Task<string> Reject()
    {
        var payment = await Proposed();
        await _world.Approve(Bert, payment.Id, payment.ContentHash);
        await _host.Pump();
        await _world.Reject(Cleo, payment.Id);
        await _host.Pump();
        return await End(payment.Id);
    }

    private async Task<string> Cancel()
    {
        var payment = await Proposed();
        await _world.Cancel(Anna, payment.Id);
        await _host.Pump();
        return await End(payment.Id);
    }

    // Of a payment that isn't there: its first step fails, and it waits to try again.
    private async Task<string> Steer()
    {
        var input = new PayInput(Tenant, "pay_none", TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.FromDays(3));
        var id = await _host.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(PayInvoices),
            input,
            new StartOrchestrationOptions("pay_none"),
            Ct
        );
        await _host.Client.SuspendInstanceAsync(id, "audit", Ct);
        await _host.Client.RaiseEventAsync(id, PayInvoices.Changed, cancellation: Ct);
        await _host.Client.ResumeInstanceAsync(id, "done", Ct);
        while ((await _host.Client.GetHistoryAsync(id, Ct))?.OfType<TimerCreated>().Any() != true)
        {
            await Task.Yield();
        }
        await _host.Client.TerminateInstanceAsync(id, "No such payment.", cancellation: Ct);
        return await End(id);
    }

    private async Task<Payment> Proposed()
    {
        _world.Add("inv0");
        var payment = (await _world.Propose("k0", _world.RequestNow("inv0"))).Value.Payment!.Payment;
        await _host.Pump();
        return payment;
    }

    private async Task<string> End(string id)
    {
        await _host.Client.WaitForInstanceCompletionAsync(id, cancellation: Ct).WaitAsync(TimeSpan.FromSeconds(30), Ct);
        return id;
    }

    private static Func<string, Fault> Once(string verb, Fault fault)
    {
        var left = 1;
        return v => v == verb && Interlocked.Decrement(ref left) >= 0 ? fault : Fault.None;
    }
}
