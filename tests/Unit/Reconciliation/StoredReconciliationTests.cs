using IntegrationFunctions.Banking.Reconciliation;
using IntegrationFunctions.Banking.Reconciliation.Store;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Unit.Statements;
using IntegrationFunctions.Workflows.Reconciliation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationFunctions.Tests.Unit.Reconciliation;

public sealed class StoredReconciliationTests : IAsyncDisposable
{
    private readonly ReconciliationFixture _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Matches_and_open_lines_are_stored_and_the_sums_tie()
    {
        var statement = await Import(
            "S1",
            Camt.Credit(10m, "RF1001"),
            Camt.Credit(50m, text: "A-1001 B-1002"),
            Camt.Credit(7m)
        );
        _bench.Invoices.AddRange([
            Make.Receivable("k1", 10m, reference: "RF1001"),
            Make.Receivable("k2", 20m, "A-1001"),
            Make.Receivable("k3", 30m, "B-1002"),
        ]);
        var figures = await _bench.Reconcile(statement);
        Assert.Equal((3, 2, 1, 3), (figures.Lines, figures.Reconciled, figures.OpenLines, figures.Matches));
        Assert.Equal(new ReconciliationSum("EUR", 67m, 0m, 60m, 0m, 7m, 0m), Assert.Single(figures.Sums));
        var matches = await _bench.Matches(statement);
        Assert.Equal(["k1"], matches["0000001"]);
        Assert.Equal(["k2", "k3"], matches["0000002"]);
        var id = ReconciliationService.IdOf(ReconciliationFixture.Tenant, statement, ReconciliationFixture.Erp, 1);
        Assert.Equal(
            3,
            (await _bench.Reconciliations.ListMatches(ReconciliationFixture.Tenant, id, 10, null, Ct)).Items.Count
        );
        var open = Assert.Single(
            (await _bench.Reconciliations.ListOpenLines(ReconciliationFixture.Tenant, id, 10, null, Ct)).Items
        );
        Assert.Equal(("0000003", ReasonCodes.NoCandidate), (open.Id, open.ReasonCode));
    }

    [Fact]
    public async Task A_kill_anywhere_and_a_repeat_give_what_one_run_gives()
    {
        var entries = Enumerable.Range(1, 130).Select(i => i % 9 == 0 ? Camt.Credit(i) : Camt.Credit(i, $"RF{i:D4}"));
        var expected = (Reconciled: 116, Open: 14);
        var kills = 0;
        for (var commits = 0; kills == commits; commits++)
        {
            await using var bench = new ReconciliationFixture();
            bench.Invoices.AddRange(
                Enumerable.Range(1, 130).Select(i => Make.Receivable($"k{i:D4}", i, reference: $"RF{i:D4}"))
            );
            using var file = Camt.File("S1", 0m, 0m, [.. entries]);
            var import = await bench.Statements.Import(ReconciliationFixture.Tenant, file, Ct);
            var statement = import.Value.Statements[0].Statement.Id;
            bench.Stores.CommitsLeft = commits;
            try
            {
                await bench.Reconcile(statement);
            }
            catch (StorageException)
            {
                kills++;
            }
            bench.Stores.CommitsLeft = null;
            var figures = await bench.Reconcile(statement);
            Assert.Equal(expected, (figures.Reconciled, figures.OpenLines));
            Assert.Equal(expected.Reconciled, figures.Matches);
            var matches = await bench.Matches(statement);
            Assert.Equal(expected.Reconciled, matches.Count);
            Assert.All(matches, m => Assert.Equal($"k{m.Key[3..]}", Assert.Single(m.Value)));
        }
        // Request, begin, three batches of matches, open lines, figures.
        Assert.Equal(7, kills);
    }

    [Fact]
    public async Task A_repeat_changes_nothing_and_makes_no_new_match()
    {
        var statement = await Import("S1", Camt.Credit(10m, "RF1001"));
        _bench.Invoices.Add(Make.Receivable("k1", 10m, reference: "RF1001"));
        var first = await _bench.Reconcile(statement);
        var again = await _bench.Reconcile(statement);
        Assert.Equal((first.Lines, first.Reconciled, first.Matches), (again.Lines, again.Reconciled, again.Matches));
        Assert.Equal(0, (await _bench.Reconcile(statement, run: 2)).Matches);
    }

    [Fact]
    public async Task An_invoice_that_one_statement_paid_is_not_paid_by_another()
    {
        var first = await Import("S1", Camt.Credit(10m, "RF1001"));
        var second = await Import("S2", Camt.Credit(10m, "RF1001"));
        _bench.Invoices.Add(Make.Receivable("k1", 10m, reference: "RF1001"));
        await _bench.Reconcile(first);
        var figures = await _bench.Reconcile(second);
        Assert.Equal(0, figures.Reconciled);
        Assert.Equal(1, figures.Reasons[ReasonCodes.AlreadyMatched]);
    }

    [Fact]
    public async Task Two_statements_at_once_pay_an_invoice_once()
    {
        var first = await Import("S1", Camt.Credit(10m, "RF1001"));
        var second = await Import("S2", Camt.Credit(10m, "RF1001"));
        _bench.Invoices.Add(Make.Receivable("k1", 10m, reference: "RF1001"));
        var figures = await Task.WhenAll(_bench.Reconcile(first), _bench.Reconcile(second));
        Assert.Equal(1, figures.Sum(f => f.Reconciled));
        Assert.Equal(1, figures.Sum(f => f.OpenLines));
    }

    [Fact]
    public async Task Undo_frees_the_whole_collective_payment_and_the_match_does_not_come_back()
    {
        var statement = await Import("S1", Camt.Credit(50m, text: "A-1001 B-1002"));
        _bench.Invoices.AddRange([Make.Receivable("k2", 20m, "A-1001"), Make.Receivable("k3", 30m, "B-1002")]);
        await _bench.Reconcile(statement);
        var gone = await _bench.Reconciliations.Undo(ReconciliationFixture.Tenant, "int_erp:k3", "usr_1", Ct);
        Assert.Equal(["int_erp:k2", "int_erp:k3"], gone);
        Assert.Empty(await _bench.Matches(statement));
        Assert.Null(await _bench.Reconciliations.Undo(ReconciliationFixture.Tenant, "int_erp:k3", "usr_1", Ct));
        var figures = await _bench.Reconcile(statement, run: 2);
        Assert.Equal(1, figures.Reasons[ReasonCodes.Undone]);
    }

    [Fact]
    public async Task The_workflow_reconciles_and_says_so()
    {
        var statement = await Import("S1", Camt.Credit(10m, "RF1001"));
        _bench.Invoices.Add(Make.Receivable("k1", 10m, reference: "RF1001"));
        var (record, _) = await _bench.Reconciliations.Request(
            ReconciliationFixture.Tenant,
            statement,
            ReconciliationFixture.Erp,
            1,
            Ct
        );
        var worker = _bench.Provider.GetServices<IHostedService>().Single();
        await worker.StartAsync(Ct);
        try
        {
            var client = _bench.Provider.GetRequiredService<DurableTaskClient>();
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(ReconcileStatement),
                new ReconciliationInput(ReconciliationFixture.Tenant, record.Id, statement, ReconciliationFixture.Erp),
                new StartOrchestrationOptions(record.Id),
                Ct
            );
            var done = await client.WaitForInstanceCompletionAsync(record.Id, true, Ct);
            Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
            Assert.Equal(new ReconciliationResult(record.Id, 1, 1, 0, 1), done.ReadOutputAs<ReconciliationResult>());
        }
        finally
        {
            await worker.StopAsync(CancellationToken.None);
        }
        var after = await _bench.Reconciliations.Get(ReconciliationFixture.Tenant, record.Id, Ct);
        Assert.Equal(ReconciliationState.Completed, after!.State);
        Assert.NotNull(after.FinishedAt);
        Assert.Equal(1, after.Figures!.Reconciled);
    }

    private async Task<string> Import(string id, params string[] entries)
    {
        using var file = Camt.File(id, 0m, 0m, entries);
        return (await _bench.Statements.Import(ReconciliationFixture.Tenant, file, Ct))
            .Value
            .Statements[0]
            .Statement
            .Id;
    }
}
