using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Activities;
using IntegrationFunctions.Activities.Reconciliation;
using IntegrationFunctions.Banking.Reconciliation;
using IntegrationFunctions.Banking.Reconciliation.Store;
using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Mapping.Models;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Reconciliation;

/// <summary>Real storage and workflow engine in a folder of its own; synchronised invoices are what a test says.</summary>
internal sealed class ReconciliationFixture : IAsyncDisposable, ISyncedRecords
{
    public const string Tenant = "ten_a";
    public const string Erp = "int_erp";

    private readonly string _folder = Directory
        .CreateDirectory(Path.Combine(Path.GetTempPath(), $"reconciliation-{Guid.NewGuid():N}"))
        .FullName;
    private readonly DataFolder _data;
    private ServiceProvider? _services;

    public ReconciliationFixture()
    {
        _data = DataFolder.Open(_folder);
        AddTo(Services);
    }

    public ServiceCollection Services { get; } = [];

    public ServiceProvider Provider => _services ??= Services.BuildServiceProvider();

    public List<OpenInvoice> Invoices { get; } = [];

    public BreakingStores Stores => (BreakingStores)Provider.GetRequiredService<IDocumentStores>();

    public StatementService Statements => Provider.GetRequiredService<StatementService>();

    public ReconciliationService Reconciliations => Provider.GetRequiredService<ReconciliationService>();

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(new ManualTimeProvider());
        services.AddEmbeddedStorage(_data, EmbeddedDurableTask.Schema);
        services.AddEmbeddedDurableTask(r =>
        {
            r.FailureOf = ActivityFailures.From;
            r.RegisterReconciliation();
        });
        services.AddReconciliation();
        services.AddSingleton<ISyncedRecords>(this);
        var stores = services.Last(s => s.ServiceType == typeof(IDocumentStores)).ImplementationType!;
        services.AddSingleton(stores);
        services.AddSingleton<IDocumentStores>(s => new BreakingStores((IDocumentStores)s.GetRequiredService(stores)));
    }

    public async Task<ReconciliationFigures> Reconcile(string statementId, int run = 1)
    {
        var (record, _) = await Reconciliations.Request(Tenant, statementId, Erp, run);
        return await Provider.GetRequiredService<StatementReconciliation>().Run(Tenant, record.Id, statementId, Erp);
    }

    public async Task<Dictionary<string, string[]>> Matches(string statementId)
    {
        var ids = new List<string>();
        await foreach (var line in Statements.AllLines(Tenant, statementId))
        {
            ids.Add(line.Id);
        }
        var matches = await Reconciliations.MatchesOf(Tenant, statementId, ids);
        return matches.ToDictionary(m => m.Key, m => m.Select(d => d.InvoiceKey).Order().ToArray());
    }

    public async IAsyncEnumerable<SyncedRecord> List(
        string tenantId,
        string integrationId,
        string objectName,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        await Task.CompletedTask;
        foreach (var invoice in Invoices.Where(_ => (tenantId, objectName) == (Tenant, "invoices")))
        {
            var canonical = (JsonObject)JsonSerializer.SerializeToNode(invoice.Invoice, ModelJson.Default.Invoice)!;
            yield return new SyncedRecord(objectName, invoice.Key, canonical, null);
        }
    }

    public Task<SyncedPage> Page(
        string tenantId,
        string integrationId,
        string objectName,
        int limit,
        string? cursor,
        CancellationToken ct = default
    ) => throw new NotSupportedException();

    public Task<RecordChangePage> Changes(
        string tenantId,
        string integrationId,
        string objectName,
        int limit,
        string? cursor,
        CancellationToken ct = default
    ) => throw new NotSupportedException();

    public Task<SyncedRecord?> Get(
        string tenantId,
        string integrationId,
        string objectName,
        string key,
        CancellationToken ct = default
    ) => throw new NotSupportedException();

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
        _data.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
