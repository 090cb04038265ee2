using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Mapping.Models;
using IntegrationFunctions.Tests.Support;
using static IntegrationFunctions.Tests.Unit.Payments.PaymentFixture;

namespace IntegrationFunctions.Tests.Unit.Payments;

public sealed class ProposePaymentTests
{
    [Fact]
    public async Task Due_invoices_become_lines_and_the_message_leaves_with_the_document()
    {
        using var world = new PaymentFixture().WithInvoices(3);
        world.Add("later", due: Today.AddDays(1));
        world.Add("ours", kind: InvoiceKind.Receivable);

        var proposal = (await world.Propose()).Value;

        var payment = proposal.Payment!.Payment;
        Assert.Equal(["inv0", "inv1", "inv2"], payment.Lines.Select(l => l.InvoiceKey));
        Assert.Equal(300.30m, payment.Total);
        Assert.Equal(PaymentStage.Proposed, payment.Status);
        Assert.Equal("usr_anna", payment.EnteredBy);
        Assert.Equal(2, payment.RequiredApprovals);
        Assert.Equal(PaymentContent.Hash(payment), payment.ContentHash);
        Assert.Empty(proposal.LeftOut);
        var message = Assert.Single(world.Stores.Messages);
        Assert.Equal("payment-changes", message.Queue);
        Assert.Contains(payment.Id, System.Text.Encoding.UTF8.GetString(message.Body.Span));
    }

    [Fact]
    public async Task Identifiers_follow_from_the_key_and_fit_their_fields()
    {
        using var first = new PaymentFixture().WithInvoices(1);
        using var second = new PaymentFixture().WithInvoices(1);
        var one = await first.Proposed();
        var two = await second.Proposed();

        Assert.Equal(one.Id, two.Id);
        Assert.Equal(one.Reference, two.Reference);
        Assert.Equal(one.Lines[0].EndToEndId, two.Lines[0].EndToEndId);
        Assert.InRange(one.MessageId.Length, 1, 35);
        Assert.InRange(one.Lines[0].EndToEndId.Length, 1, 35);
        Assert.Equal(16, one.Reference.Length);
        Assert.StartsWith("PAY", one.Reference);
    }

    [Fact]
    public async Task What_cannot_be_paid_is_left_out_with_its_reason()
    {
        using var world = new PaymentFixture();
        world.Add("good");
        world.Add("dollars", currency: "USD");
        world.Add("blocked", supplier: "sb");
        world.Partners["sb"] = world.Partners["sb"] with { Blocked = true };
        world.Add("no-iban", supplier: "si");
        world.Partners["si"] = world.Partners["si"] with { BankAccounts = [new("DE75512108001245126198", null, null)] };
        world.Add("nobody", supplier: "sx");
        world.Partners.Remove("sx");
        world.Add("elsewhere", companyCode: "2020");
        world.Add("fraction", amount: 1.005m);
        world.Add("z-over-limit");

        var proposal = (await world.Propose(request: Request() with { MaxLines = 1 })).Value;

        Assert.Equal(["good"], proposal.Payment!.Payment.Lines.Select(l => l.InvoiceKey));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["dollars"] = "currency",
                ["blocked"] = "partner-blocked",
                ["no-iban"] = "no-valid-iban",
                ["nobody"] = "partner-unknown",
                ["elsewhere"] = "other-company",
                ["fraction"] = "amount",
                ["z-over-limit"] = "over-limit",
            },
            proposal.LeftOut.ToDictionary(l => l.InvoiceKey, l => l.Code)
        );
    }

    [Fact]
    public async Task Named_invoices_that_are_not_due_or_not_known_are_said()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        world.Add("later", due: Today.AddDays(1));
        world.Add("ours", kind: InvoiceKind.Receivable);

        var proposal = (await world.Propose(request: Request("inv0", "later", "ours", "ghost"))).Value;

        Assert.Single(proposal.Payment!.Payment.Lines);
        Assert.Equal(
            [("ghost", "invoice-unknown"), ("later", "not-due"), ("ours", "not-payable")],
            proposal.LeftOut.Select(l => (l.InvoiceKey, l.Code)).Order()
        );
    }

    [Fact]
    public async Task A_second_proposal_leaves_out_what_the_first_holds()
    {
        using var world = new PaymentFixture().WithInvoices(2);
        var first = await world.Proposed("k1");
        world.Add("new");

        var second = (await world.Propose("k2")).Value;

        Assert.Equal(["new"], second.Payment!.Payment.Lines.Select(l => l.InvoiceKey));
        Assert.All(second.LeftOut, l => Assert.Equal("in-another-payment", l.Code));
        Assert.All(second.LeftOut, l => Assert.Contains(first.Id, l.Reason));
    }

    [Fact]
    public async Task Nothing_to_pay_writes_nothing()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        await world.Proposed("k1");

        var second = (await world.Propose("k2")).Value;

        Assert.Null(second.Payment);
        Assert.Single(second.LeftOut);
        Assert.Single(world.Stores.All(PaymentFixture.Tenant, "payments"));
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_answers_with_the_same_payment()
    {
        using var world = new PaymentFixture().WithInvoices(2);
        var first = await world.Proposed("k1");
        world.Add("new");

        var again = (await world.Propose("k1")).Value;

        Assert.True(again.AlreadyThere);
        Assert.Equal(first.Id, again.Payment!.Payment.Id);
        Assert.Equal(first.ContentHash, again.Payment.Payment.ContentHash);
        Assert.Single(world.Stores.Messages);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        using var world = new PaymentFixture().WithInvoices(2);
        await world.Proposed("k1");

        var again = await world.Propose("k1", Request("inv0"));

        Assert.Equal("idempotency-key-reused", again.Error!.Code);
    }

    [Fact]
    public async Task Two_users_with_the_same_key_make_two_payments()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var first = await world.Proposed("k1");
        world.Add("new");

        var second = (await world.Propose("k1", caller: User("usr_otto", Role.Owner))).Value;

        Assert.NotEqual(first.Id, second.Payment!.Payment.Id);
    }

    [Fact]
    public async Task A_repeat_completes_what_was_killed_between_claims_and_document()
    {
        using var world = new PaymentFixture().WithInvoices(3);
        var commits = 0;
        world.Stores.OnCommit = after =>
        {
            if (!after && ++commits == 2)
            {
                throw new KilledException();
            }
        };
        await Assert.ThrowsAsync<KilledException>(() => world.Propose("k1"));
        Assert.Equal(3, world.Stores.All(PaymentFixture.Tenant, "paymentClaims").Count);
        Assert.Empty(world.Stores.All(PaymentFixture.Tenant, "payments"));

        var other = (await world.Propose("k2")).Value;
        var completed = (await world.Propose("k1")).Value;

        Assert.Null(other.Payment);
        Assert.Equal(3, completed.Payment!.Payment.Lines.Count);
    }

    [Fact]
    public async Task Claims_of_a_proposal_that_never_came_back_are_taken_over_and_its_key_is_burnt()
    {
        using var world = new PaymentFixture().WithInvoices(3);
        world.Stores.OnCommit = after =>
        {
            if (after)
            {
                world.Stores.OnCommit = _ => { };
                throw new KilledException();
            }
        };
        await Assert.ThrowsAsync<KilledException>(() => world.Propose("k1"));
        world.Clock.Advance(PaymentClaims.Patience);

        var other = (await world.Propose("k2")).Value;
        var late = await world.Propose("k1");

        Assert.Equal(3, other.Payment!.Payment.Lines.Count);
        Assert.Equal("payment-abandoned", late.Error!.Code);
    }

    [Fact]
    public async Task Cancelling_and_rejecting_and_removing_free_the_invoices()
    {
        using var world = new PaymentFixture().WithInvoices(2);
        var first = await world.Proposed("k1");
        await world.Cancel(Anna, first.Id);
        var second = await world.Proposed("k2");
        await world.Reject(Bert, second.Id);
        var third = await world.Proposed("k3");
        await world.Edit(Anna, third.Id, new([third.Lines[0].LineId]), third.Version);
        var fourth = await world.Proposed("k4");

        Assert.Equal(2, second.Lines.Count);
        Assert.Equal(2, third.Lines.Count);
        Assert.Equal([third.Lines[0].InvoiceKey], fourth.Lines.Select(l => l.InvoiceKey));
    }

    [Fact]
    public async Task A_claim_left_behind_by_a_kill_after_cancelling_holds_nothing()
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var first = await world.Proposed("k1");
        world.Stores.OnCommit = after =>
        {
            if (after)
            {
                world.Stores.OnCommit = _ => { };
                throw new KilledException();
            }
        };
        await Assert.ThrowsAsync<KilledException>(() => world.Cancel(Anna, first.Id));
        Assert.Single(world.Stores.All(PaymentFixture.Tenant, "paymentClaims"));

        Assert.Single((await world.Proposed("k2")).Lines);
    }

    [Theory]
    [InlineData(Role.Approver)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Developer)]
    public async Task Others_than_accountants_and_owners_propose_nothing(Role role)
    {
        using var world = new PaymentFixture().WithInvoices(1);
        var result = await world.Propose(caller: User("usr_x", role));

        Assert.Equal("role-required", result.Error!.Code);
    }

    [Fact]
    public async Task An_execution_date_in_the_past_is_refused_with_its_field()
    {
        using var world = new PaymentFixture();
        var result = await world.WithInvoices(1).Propose(request: Request() with { ExecutionDate = Today.AddDays(-1) });

        Assert.Equal("/executionDate", result.Error!.Pointer);
    }

    [Fact]
    public async Task A_creditor_reference_goes_in_place_of_the_text_and_names_come_in_the_characters_of_SEPA()
    {
        using var world = new PaymentFixture();
        world.Add("inv0", reference: "RF18 5390 0754 7034");
        world.Partners["s0"] = world.Partners["s0"] with { Name = "Müller & Söhne „Österreich“" };

        var line = (await world.Proposed()).Lines[0];

        Assert.Equal("RF18539007547034", line.CreditorReference);
        Assert.Null(line.Remittance);
        Assert.Matches("^[A-Za-z0-9/?:().,'+ -]{1,70}$", line.Creditor.Name);
    }
}
