using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Replay;
using IntegrationFunctions.Tests.Unit.Reconciliation;
using IntegrationFunctions.Tests.Unit.Statements;
using IntegrationFunctions.Workflows.Reconciliation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationFunctions.Tests.Unit.Workflows;

/// <summary>Reconciliations: of a statement that is there, and of one that is not.</summary>
internal static class ReconciliationRecordings
{
    public static IReadOnlyDictionary<string, Func<Task<ExportedHistory>>> All { get; } =
        new Dictionary<string, Func<Task<ExportedHistory>>>
        {
            ["reconcile-statement-completed"] = () => Record(Import),
            ["reconcile-statement-failed"] = () => Record(_ => Task.FromResult("stm_none")),
        };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<ExportedHistory> Record(Func<ReconciliationFixture, Task<string>> makeStatement)
    {
        await using var bench = new ReconciliationFixture();
        var statement = await makeStatement(bench);
        var (record, _) = await bench.Reconciliations.Request(
            ReconciliationFixture.Tenant,
            statement,
            ReconciliationFixture.Erp,
            1,
            Ct
        );
        var worker = bench.Provider.GetServices<IHostedService>().Single();
        await worker.StartAsync(Ct);
        try
        {
            var client = bench.Provider.GetRequiredService<DurableTaskClient>();
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(ReconcileStatement),
                new ReconciliationInput(ReconciliationFixture.Tenant, record.Id, statement, ReconciliationFixture.Erp),
                new StartOrchestrationOptions(record.Id),
                Ct
            );
            await client.WaitForInstanceCompletionAsync(record.Id, true, Ct).WaitAsync(TimeSpan.FromSeconds(30), Ct);
            return await client.Export(record.Id);
        }
        finally
        {
            await worker.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<string> Import(ReconciliationFixture bench)
    {
        bench.Invoices.Add(Make.Receivable("k1", 10m, reference: "RF1001"));
        using var file = Camt.File("S1", 0m, 0m, Camt.Credit(10m, "RF1001"), Camt.Credit(7m));
        var import = await bench.Statements.Import(ReconciliationFixture.Tenant, file, Ct);
        return import.Value.Statements[0].Statement.Id;
    }
}
