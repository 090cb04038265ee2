using IntegrationFunctions.Activities.Sync;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Mapping.ValueMaps;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Workflows.Sync;

namespace IntegrationFunctions.Tests.Unit.Sync;

/// <summary>The synchronisation on the embedded engine, over the SQLite store and a source that can do anything.</summary>
internal sealed class SyncHost : IAsyncDisposable
{
    public const string Tenant = "t1";
    public const string Integration = "int_1";
    private readonly SqliteStorageFixture _storage;

    public SyncHost()
    {
        _storage = new SqliteStorageFixture(
            Backend.Clock,
            declare: services => services.AddSync().AddIntegrations().AddValueMaps().AddMappings().AddLimits()
        );
        Connector.Objects["things"] = Things;
        Backend
            .Registry.AddOrchestrator<SyncIntegration>()
            .AddActivity(_ => new PlanSync(Connector))
            .AddActivity(_ => new SyncPage(Connector, Stores, Runs, Quotas, Mappings, Backend.Clock))
            .AddActivity(_ => new FoldSource(Connector))
            .AddActivity(_ => new ProveCompleteness(Connector, new StoreTotals(Stores)))
            .AddActivity(_ => new FinishSync(Runs));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public EmbeddedWorkflowBackend Backend { get; } = new();

    public FakeConnector Connector { get; } = new();

    public FakeSource Things { get; } = new(2);

    public IDocumentStores Stores => _storage.Get<IDocumentStores>();

    public QuotaMeter Quotas => _storage.Get<QuotaMeter>();

    public ActiveMappings Mappings => _storage.Get<ActiveMappings>();

    public ITenantPlans Plans => _storage.Get<ITenantPlans>();

    public SyncRuns Runs => new(Stores, Backend.Clock);

    public async Task<OrchestrationMetadata> Synchronise(string run)
    {
        await Begin(run);
        return await End(run);
    }

    public async Task Begin(string run)
    {
        await Runs.Enter(Tenant, Integration, run, "api", Ct);
        await Backend.Client.ScheduleNewOrchestrationInstanceAsync(
            "SyncIntegration",
            new SyncInput(Tenant, Integration, run, "api"),
            new StartOrchestrationOptions(run),
            Ct
        );
    }

    // The waits between attempts are on the clock of the test, which goes on for as long as the run does.
    public async Task<OrchestrationMetadata> End(string run)
    {
        var end = Backend.Client.WaitForInstanceCompletionAsync(run, true, Ct).WaitAsync(TimeSpan.FromSeconds(30), Ct);
        while (await Task.WhenAny(end, Task.Delay(5, Ct)) != end)
        {
            Backend.Clock.Advance(TimeSpan.FromMilliseconds(500));
        }
        return await end;
    }

    /// <summary>How many things are there.</summary>
    public ValueTask<int> Stored() => new SyncedRecords(Stores).List(Tenant, Integration, "things", Ct).CountAsync(Ct);

    public async ValueTask DisposeAsync()
    {
        await Backend.DisposeAsync();
        await _storage.DisposeAsync();
    }
}
