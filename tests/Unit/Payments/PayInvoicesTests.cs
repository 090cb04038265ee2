using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Workflows.Payments;
using static IntegrationFunctions.Tests.Unit.Payments.PaymentFixture;

namespace IntegrationFunctions.Tests.Unit.Payments;

public sealed class PayInvoicesTests
{
    [Fact]
    public async Task An_approved_payment_is_sent_settled_posted_and_proven()
    {
        using var world = new PaymentFixture().WithInvoices(3);
        var approved = await world.Approved();

        var result = await new InlineRun(world).Pay(approved.Id);

        Assert.Equal(("posted", "ACSC"), (result!.Status, result.BankStatus));
        Assert.Equal(1, world.BankFake.Executions(approved.MessageId));
        var posting = Assert.Single(world.ErpFake.Documents);
        Assert.Equal(approved.Reference, posting.Reference);
        Assert.Equal(300.30m, posting.Lines.Sum(l => l.Amount));
        Assert.Equal("1010", posting.CompanyCode);
        var payment = await world.Read(approved.Id);
        var message = await world.Documents.GetMessage(
            Tenant,
            payment.Id,
            payment.ContentHash,
            TestContext.Current.CancellationToken
        );
        var proof = PaymentProof.Of(payment, message, message!.Sha256);
        Assert.True(proof.Proven, string.Join(", ", proof.Checks.Where(c => !c.Holds).Select(c => c.Name)));
        Assert.Equal(message.Bytes, Assert.Single(world.BankFake.Sends).Bytes);
    }

    [Fact]
    public async Task The_flow_waits_for_both_approvals()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var payment = await world.Proposed();
        Assert.Null(await new InlineRun(world).Pay(payment.Id));
        await world.Approve(Bert, payment.Id, payment.ContentHash);
        Assert.Null(await new InlineRun(world).Pay(payment.Id));
        Assert.Empty(world.BankFake.Sends);

        await world.Approve(Cleo, payment.Id, payment.ContentHash);

        Assert.Equal("posted", (await new InlineRun(world).Pay(payment.Id))!.Status);
    }

    [Fact]
    public async Task An_unknown_outcome_is_asked_for_and_what_arrived_is_not_sent_again()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var approved = await world.Approved();
        world.BankFake.NextFault = Once("send", Fault.UnknownDone);

        await new InlineRun(world).Pay(approved.Id);

        Assert.Single(world.BankFake.Sends);
        Assert.Equal(PaymentStage.Posted, (await world.Read(approved.Id)).Status);
    }

    [Fact]
    public async Task Never_received_is_believed_only_once_nothing_can_be_in_flight()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var approved = await world.Approved();
        world.BankFake.NextFault = Once("send", Fault.UnknownNotDone);
        List<DateTimeOffset> times = [];
        world.BankFake.OnSend = (_, _) =>
        {
            times.Add(world.Clock.GetUtcNow());
            return Task.CompletedTask;
        };

        await new InlineRun(world).Pay(approved.Id);

        Assert.Equal(2, times.Count);
        Assert.True(times[1] - times[0] >= new PaymentOptions().ResendAfter);
        Assert.Equal(world.BankFake.Sends[0].Bytes, world.BankFake.Sends[1].Bytes);
        Assert.Equal(1, world.BankFake.Executions(approved.MessageId));
    }

    [Fact]
    public async Task While_the_bank_cannot_be_asked_nothing_is_sent_again()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var approved = await world.Approved();
        var answersFrom = Start + TimeSpan.FromDays(2);
        world.BankFake.NextFault = verb =>
            world.Clock.GetUtcNow() >= answersFrom ? Fault.None
            : verb == "send" ? Fault.UnknownNotDone
            : Fault.Transient;
        List<DateTimeOffset> times = [];
        world.BankFake.OnSend = (_, _) =>
        {
            times.Add(world.Clock.GetUtcNow());
            return Task.CompletedTask;
        };
        var run = new InlineRun(world);

        await run.Pay(approved.Id);

        Assert.Equal(2, times.Count);
        Assert.True(times[1] >= answersFrom);
        Assert.True(world.BankFake.StatusCalls > 100);
        Assert.True(run.ContinuedAsNew > 0);
    }

    [Fact]
    public async Task A_status_that_does_not_end_is_reported_as_overdue_and_never_sent_again()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var approved = await world.Approved();
        var status = "ACSP";
        world.BankFake.Report = id => new(id, status, [], []);
        world.Clock.CreateTimer(_ => status = "ACCC", null, TimeSpan.FromDays(4), Timeout.InfiniteTimeSpan);
        var run = new InlineRun(world);

        var result = await run.Pay(approved.Id);

        Assert.Equal("posted", result!.Status);
        Assert.Contains(run.Progress, p => p is { Overdue: true, Status: "sent", BankStatus: "ACSP" });
        Assert.Single(world.BankFake.Sends);
    }

    [Fact]
    public async Task Several_signers_at_the_bank_are_waited_for()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var approved = await world.Approved();
        var calls = 0;
        world.BankFake.Report = id => new(id, ++calls < 5 ? "PATC" : "ACSC", [], []);
        var run = new InlineRun(world);

        await run.Pay(approved.Id);

        Assert.Contains(run.Progress, p => p.BankStatus == "PATC");
        Assert.Equal(PaymentStage.Posted, (await world.Read(approved.Id)).Status);
    }

    [Fact]
    public async Task A_rejection_by_the_bank_ends_it_unposted_and_frees_the_invoices()
    {
        using var world = new PaymentFixture().WithInvoices(2);
        var approved = await world.Approved();
        world.BankFake.Report = id => new(id, "RJCT", [], ["AM04 insufficient funds"]);

        var result = await new InlineRun(world).Pay(approved.Id);

        Assert.Equal(("rejected", "RJCT"), (result!.Status, result.BankStatus));
        Assert.Empty(world.ErpFake.Documents);
        Assert.Equal(["AM04 insufficient funds"], (await world.Read(approved.Id)).BankReasons);
        Assert.Equal(2, (await world.Proposed("k2")).Lines.Count);
    }

    [Fact]
    public async Task Where_the_bank_executes_a_part_only_that_part_is_posted_and_the_rest_is_free()
    {
        using var world = new PaymentFixture().WithInvoices(3);
        var approved = await world.Approved();
        var refused = approved.Lines[1];
        world.BankFake.Report = id =>
            new(
                id,
                "PART",
                [
                    .. approved.Lines.Select(l => new TransactionStatus(
                        l.EndToEndId,
                        l.LineId == refused.LineId ? "RJCT" : "ACSC",
                        l.LineId == refused.LineId ? ["AC04 closed account"] : []
                    )),
                ],
                []
            );

        var result = await new InlineRun(world).Pay(approved.Id);

        Assert.Equal("posted", result!.Status);
        Assert.Equal(
            approved.Lines.Where(l => l.LineId != refused.LineId).Select(l => l.InvoiceKey),
            Assert.Single(world.ErpFake.Documents).Lines.Select(l => l.OpenItemKey)
        );
        Assert.Equal([refused.InvoiceKey], (await world.Proposed("k2")).Lines.Select(l => l.InvoiceKey));
    }

    [Fact]
    public async Task A_message_that_the_bank_refuses_and_does_not_have_fails_the_payment()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var approved = await world.Approved();
        world.BankFake.Refusal = new(ErrorKind.Validation, "bank-message-refused", "No.");

        var result = await new InlineRun(world).Pay(approved.Id);

        Assert.Equal("failed", result!.Status);
        Assert.Single(world.BankFake.Sends);
        Assert.Equal("bank-message-refused", (await world.Read(approved.Id)).Problem!.Code);
        Assert.Single((await world.Proposed("k2")).Lines);
    }

    [Fact]
    public async Task A_report_on_another_message_is_not_taken()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var approved = await world.Approved();
        var calls = 0;
        world.BankFake.Report = id => ++calls < 4 ? new("other", "RJCT", [], []) : new(id, "ACSC", [], []);
        var run = new InlineRun(world);

        var result = await run.Pay(approved.Id);

        Assert.Equal("posted", result!.Status);
        Assert.Contains(run.Progress, p => p.Problem == "status-of-another-message");
    }

    [Fact]
    public async Task A_bank_that_cannot_be_opened_leaves_the_payment_in_peoples_hands()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var approved = await world.Approved();
        world.BankClosed = new(ErrorKind.Permanent, "integration-paused", "Paused.");
        var run = new InlineRun(world) { OnTimer = () => world.Cancel(Anna, approved.Id) };

        var result = await run.Pay(approved.Id);

        Assert.Equal("cancelled", result!.Status);
        Assert.Empty(world.BankFake.Sends);
    }

    [Fact]
    public async Task A_closed_period_holds_the_posting_up_until_it_is_opened()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var approved = await world.Approved();
        world.ErpFake.Refusal = new(ErrorKind.Validation, "sap-closed-period", "Period 03/2026 is closed.");
        world.Clock.CreateTimer(
            _ => world.ErpFake.Refusal = null,
            null,
            TimeSpan.FromDays(1),
            Timeout.InfiniteTimeSpan
        );
        var run = new InlineRun(world);

        var result = await run.Pay(approved.Id);

        Assert.Equal("posted", result!.Status);
        Assert.Contains(run.Progress, p => p is { Status: "settled", Problem: "sap-closed-period" });
        Assert.Single(world.ErpFake.Documents);
        Assert.Null((await world.Read(approved.Id)).Problem);
    }

    [Fact]
    public async Task A_message_that_the_standard_refuses_never_reaches_the_bank()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        world.BankFake.Settings["bic"] = "12345678";
        var approved = await world.Approved();

        var result = await new InlineRun(world).Pay(approved.Id);

        Assert.Equal("failed", result!.Status);
        Assert.Equal("message-invalid", (await world.Read(approved.Id)).Problem!.Code);
        Assert.Empty(world.BankFake.Sends);
    }

    private static Func<string, Fault> Once(string verb, Fault fault)
    {
        var done = false;
        return v =>
        {
            if (v != verb || done)
            {
                return Fault.None;
            }
            done = true;
            return fault;
        };
    }
}
