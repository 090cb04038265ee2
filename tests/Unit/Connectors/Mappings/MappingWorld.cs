using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.ValueMaps;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;
using IntegrationFunctions.Tests.Unit.Payments;
using IntegrationFunctions.Tests.Unit.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Connectors.Mappings;

/// <summary>One integration whose object <c>things</c> is mapped to items, over the real SQLite store.</summary>
internal sealed class MappingWorld : IAsyncDisposable
{
    public const string Tenant = "t1";
    private readonly SqliteStorageFixture _storage;
    private readonly FakeConnector _connector = new();
    private int _runs;

    private MappingWorld()
    {
        _connector.Objects["things"] = Source;
        _connector.Mappings["things"] = ItemMappings.Definition() with { Version = 0 };
        _storage = new SqliteStorageFixture(
            new ManualTimeProvider(),
            declare: services =>
                services
                    .AddLogging()
                    .AddOutgoingHttp()
                    .AddSingleton<IConnector>(_connector)
                    .AddSingleton<ConnectorCatalogue>()
                    .AddIntegrations()
                    .AddSync()
                    .AddValueMaps()
                    .AddMappings()
        );
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public FakeSource Source { get; } = new(50);

    public string Id { get; private set; } = "";

    public ObjectMappings Mappings => _storage.Get<ObjectMappings>();

    public ActiveMappings Active => _storage.Get<ActiveMappings>();

    public MapStoredRecords Work => _storage.Get<MapStoredRecords>();

    public MappingRuns Runs => _storage.Get<MappingRuns>();

    public IDocumentStores Stores => _storage.Get<IDocumentStores>();

    private string Integration => Id.Split('-')[0];

    public static async Task<MappingWorld> Create(int records)
    {
        var world = new MappingWorld();
        var made = await world
            ._storage.Get<IntegrationService>()
            .Create(Tenant, "usr_1", new NewIntegration("Fake", "fake", new JsonObject(), null), ct: Ct);
        world.Id = ObjectMapping.IdOf(made.Integration!.Id, "things");
        world.Source.Fill(records, i => $"Value {i}");
        await world.Synchronise();
        return world;
    }

    public async Task<PassProgress> Synchronise()
    {
        var run = $"sync{++_runs}";
        while (true)
        {
            var progress = (await Pass(run).Step(Source.Fetch, Ct)).Value;
            if (progress.Phase == PassPhase.Done)
            {
                return progress;
            }
        }
    }

    public async Task<ObjectMapping> Mapping() => (await Mappings.Find(Tenant, Id, Ct))!;

    /// <summary>Saves a version, which must be accepted.</summary>
    public async Task<int> Save(string rules, string more = "")
    {
        var latest = (await Mapping()).LatestVersion;
        var (version, errors) = await Mappings.AddVersion(
            Tenant,
            "usr_1",
            Id,
            ItemMappings.Definition(rules, more),
            "a test",
            latest,
            Ct
        );
        Assert.Empty(errors);
        return version!.Number;
    }

    public async Task<MappingRun> Enter(MappingRunKind kind, int version, string? undoes = null) =>
        await Runs.Enter(Tenant, "usr_1", await Mapping(), $"mrn_{++_runs}", kind, version, undoes, Ct);

    /// <summary>Does a run to its end, as its workflow does; through other stores where they are given.</summary>
    public async Task<MappingRun> Finish(MappingRun run, IDocumentStores? stores = null)
    {
        if (run.Kind != MappingRunKind.DryRun)
        {
            Assert.Null(await Active.Activate(Tenant, run, Ct));
        }
        return await Continue(run, stores);
    }

    /// <summary>Goes on with a run whose version is in force.</summary>
    public async Task<MappingRun> Continue(MappingRun run, IDocumentStores? stores = null)
    {
        var clock = _storage.Clock;
        var work = stores is null
            ? Work
            : new MapStoredRecords(stores, Mappings, Active, new MappingRuns(stores, clock), clock);
        while (run.Status == MappingRunStatus.Running)
        {
            run = (await work.Step(Tenant, run.IntegrationId, run.ObjectName, run.Id, Ct)).Value;
        }
        return run;
    }

    public async Task<MappingRun> Activate(int version) =>
        await Finish(await Enter(MappingRunKind.Activation, version));

    public async Task<MappingRun> Undo()
    {
        var last = ActiveMappings.LastActivation((await Mapping()).History)!;
        return await Finish(await Enter(MappingRunKind.Undo, last.Previous, last.RunId));
    }

    /// <summary>What readers see, as text.</summary>
    public async Task<List<string>> Seen()
    {
        var seen = new List<string>();
        await foreach (var record in _storage.Get<ISyncedRecords>().List(Tenant, Integration, "things", Ct))
        {
            seen.Add($"{record.Key} {record.Canonical.ToJsonString()}");
        }
        return seen;
    }

    public async Task<IReadOnlyList<RecordChange>> Changes() =>
        (await _storage.Get<ISyncedRecords>().Changes(Tenant, Integration, "things", 1_000, null, Ct)).Changes;

    public KillingStores Killing() => new(Stores);

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private SyncPass Pass(string run)
    {
        var item = _connector.Descriptor.Objects[0];
        var mapper = Active.Open(Tenant, Integration, item, Ct).GetAwaiter().GetResult().Value;
        return new(Stores.ForTenant(Tenant), _storage.Clock, Integration, "things", run, mapper: mapper);
    }
}
