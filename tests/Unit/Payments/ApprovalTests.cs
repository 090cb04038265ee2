using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Identity;
using static IntegrationFunctions.Tests.Unit.Payments.PaymentFixture;

namespace IntegrationFunctions.Tests.Unit.Payments;

public sealed class ApprovalTests
{
    [Fact]
    public async Task Two_others_approve_and_each_change_is_told()
    {
        using var world = new PaymentFixture().WithInvoices(2);
        var payment = await world.Proposed();

        var one = (await world.Approve(Bert, payment.Id, payment.ContentHash)).Value.Payment;
        var two = (await world.Approve(Cleo, payment.Id, payment.ContentHash)).Value.Payment;

        Assert.Equal(PaymentStage.Proposed, one.Status);
        Assert.Equal(PaymentStage.Approved, two.Status);
        Assert.Equal(3, world.Stores.Messages.Count);
        Assert.Equal(3, world.Stores.Messages.Select(m => m.Id).Distinct().Count());
    }

    [Fact]
    public async Task The_same_user_twice_counts_once_and_changes_nothing()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var payment = await world.Proposed();

        var one = (await world.Approve(Bert, payment.Id, payment.ContentHash)).Value;
        var again = (await world.Approve(Bert, payment.Id, payment.ContentHash)).Value;

        Assert.Equal(one.ETag, again.ETag);
        Assert.Equal(PaymentStage.Proposed, again.Payment.Status);
    }

    [Fact]
    public async Task Who_entered_it_is_refused_even_as_an_approver()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var both = User("usr_anna", Role.Accountant, Role.Approver);
        var payment = await world.Proposed();

        Assert.Equal("four-eyes", (await world.Approve(both, payment.Id, payment.ContentHash)).Error!.Code);
    }

    [Fact]
    public async Task Who_edited_it_is_refused_for_good()
    {
        using var world = new PaymentFixture().WithInvoices(2);
        var bert = User("usr_bert", Role.Approver, Role.Accountant);
        var payment = await world.Proposed();
        var edited = (await world.Edit(bert, payment.Id, new([payment.Lines[0].LineId]), payment.Version))
            .Value
            .Payment;

        Assert.Equal("four-eyes", (await world.Approve(bert, payment.Id, edited.ContentHash)).Error!.Code);
    }

    [Fact]
    public async Task An_edit_voids_all_approvals_and_old_hashes()
    {
        using var world = new PaymentFixture().WithInvoices(2);
        var approved = await world.Approved();

        var edited = (await world.Edit(Anna, approved.Id, new([approved.Lines[0].LineId]), approved.Version))
            .Value
            .Payment;
        var stale = await world.Approve(Bert, approved.Id, approved.ContentHash);

        Assert.Equal(PaymentStage.Proposed, edited.Status);
        Assert.Empty(edited.Approvals);
        Assert.NotEqual(approved.ContentHash, edited.ContentHash);
        Assert.Equal(100.10m, edited.Total);
        Assert.Equal("payment-changed", stale.Error!.Code);
    }

    [Fact]
    public async Task A_date_moved_there_and_back_still_voids_the_approvals()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var approved = await world.Approved();
        var moved = (await world.Edit(Anna, approved.Id, new(ExecutionDate: Today.AddDays(3)), approved.Version)).Value;
        var back = (await world.Edit(Anna, approved.Id, new(ExecutionDate: Today), moved.Payment.Version)).Value;

        Assert.Equal(approved.ContentHash, back.Payment.ContentHash);
        Assert.Empty(back.Payment.Approvals);
        Assert.Equal(PaymentStage.Proposed, back.Payment.Status);
    }

    [Fact]
    public async Task An_edit_over_another_version_is_refused()
    {
        using var world = new PaymentFixture().WithInvoices(2);
        var payment = await world.Proposed();
        await world.Approve(Bert, payment.Id, payment.ContentHash);

        var late = await world.Edit(Anna, payment.Id, new([payment.Lines[0].LineId]), payment.Version);

        Assert.Equal("version-mismatch", late.Error!.Code);
    }

    [Theory]
    [InlineData(Role.Owner)]
    [InlineData(Role.Accountant)]
    [InlineData(Role.Administrator)]
    public async Task Only_approvers_approve(Role role)
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var payment = await world.Proposed();

        Assert.Equal(
            "role-required",
            (await world.Approve(User("usr_x", role), payment.Id, payment.ContentHash)).Error!.Code
        );
    }

    [Fact]
    public async Task A_payment_whose_day_is_past_is_not_approved()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var payment = await world.Proposed();
        world.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal("execution-date-passed", (await world.Approve(Bert, payment.Id, payment.ContentHash)).Error!.Code);
    }

    [Fact]
    public async Task Approvals_at_once_by_many_all_count()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var payment = await world.Proposed();

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i => world.Approve(User($"usr_{i}", Role.Approver), payment.Id, payment.ContentHash))
        );

        var approved = await world.Read(payment.Id);
        Assert.Equal(8, approved.Approvals.Count);
        Assert.Equal(PaymentStage.Approved, approved.Status);
    }

    public static TheoryData<string, Func<Payment, Payment>> Tamperings =>
        new()
        {
            { "amount", p => p with { Lines = [p.Lines[0] with { Amount = 100.11m }] } },
            { "amount beyond cents", p => p with { Lines = [p.Lines[0] with { Amount = 100.1001m }] } },
            {
                "iban",
                p =>
                    p with
                    {
                        Lines =
                        [
                            p.Lines[0] with
                            {
                                Creditor = p.Lines[0].Creditor with { Iban = "DE02120300000000202051" },
                            },
                        ],
                    }
            },
            {
                "creditor name",
                p => p with { Lines = [p.Lines[0] with { Creditor = p.Lines[0].Creditor with { Name = "Other" } }] }
            },
            {
                "creditor bic",
                p =>
                    p with
                    {
                        Lines = [p.Lines[0] with { Creditor = p.Lines[0].Creditor with { Bic = "COBADEFFXXX" } }],
                    }
            },
            { "remittance", p => p with { Lines = [p.Lines[0] with { Remittance = "x" }] } },
            { "end to end", p => p with { Lines = [p.Lines[0] with { EndToEndId = "x" }] } },
            { "supplier", p => p with { Lines = [p.Lines[0] with { SupplierId = "x" }] } },
            { "invoice", p => p with { Lines = [p.Lines[0] with { InvoiceKey = "x" }] } },
            { "line twice", p => p with { Lines = [p.Lines[0], p.Lines[0]] } },
            { "date", p => p with { ExecutionDate = p.ExecutionDate.AddDays(1) } },
            { "debtor", p => p with { Debtor = p.Debtor with { Iban = "DE02120300000000202051" } } },
            { "bank", p => p with { BankIntegrationId = "int_other" } },
            { "company", p => p with { CompanyCode = "2020" } },
            { "ledger", p => p with { LedgerAccount = "1" } },
            { "approvals needed", p => p with { RequiredApprovals = 1 } },
        };

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task A_document_altered_behind_the_verbs_is_never_sent(string what, Func<Payment, Payment> tamper)
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var approved = await world.Approved();
        Assert.Null(PaymentRules.WhyNotSend(approved));

        var altered = tamper(approved);
        var resealed = PaymentContent.Seal(altered);

        Assert.True(PaymentRules.WhyNotSend(altered) is { Code: "content-altered" }, what);
        Assert.True(PaymentRules.WhyNotSend(resealed) is { Code: "approvals-missing" }, what);
    }

    [Fact]
    public async Task What_the_bank_says_does_not_touch_the_hash()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var approved = await world.Approved();

        var told = BankVerdict.Apply(
            approved with
            {
                Status = PaymentStage.Sent,
            },
            new(approved.MessageId, "ACSC", [], []),
            Start
        );

        Assert.Equal(approved.ContentHash, PaymentContent.Hash(told));
    }

    [Fact]
    public async Task A_rejected_payment_stays_rejected()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var payment = await world.Proposed();
        await world.Reject(Bert, payment.Id);

        Assert.Equal("payment-under-way", (await world.Approve(Cleo, payment.Id, payment.ContentHash)).Error!.Code);
        Assert.Equal("payment-under-way", (await world.Cancel(Anna, payment.Id)).Error!.Code);
        Assert.Equal(PaymentStage.Rejected, (await world.Reject(Bert, payment.Id)).Value.Payment.Status);
    }
}
