using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Sync;

/// <summary>Passes over the real SQLite store.</summary>
internal sealed class PassFixture : IAsyncDisposable
{
    public const string Tenant = "t1";
    public const string Object = "things";
    private readonly SqliteStorageFixture _storage = new(
        new ManualTimeProvider(),
        declare: services => services.AddSync()
    );

    public IDocumentStore Store => _storage.Get<IDocumentStores>().ForTenant(Tenant);

    public StoreTotals StoreTotals => new(_storage.Get<IDocumentStores>());

    public ISyncedRecords Records => new SyncedRecords(_storage.Get<IDocumentStores>());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public SyncPass Pass(
        string integration,
        string run,
        IDocumentStore? store = null,
        Func<CancellationToken, Task<IntegrationError?>>? mayBegin = null,
        RecordMapper? mapper = null
    ) => new(store ?? Store, _storage.Clock, integration, Object, run, mayBegin, mapper: mapper);

    /// <summary>A whole pass; each step is a new one, as after a restart.</summary>
    public async Task<PassProgress> Run(
        string integration,
        string run,
        Func<string?, Task<Result<SourcePage>>> fetch,
        IDocumentStore? store = null,
        RecordMapper? mapper = null
    )
    {
        for (var steps = 0; steps < 10_000; steps++)
        {
            var progress = (await Pass(integration, run, store, mapper: mapper).Step(fetch, Ct)).Value;
            if (progress.Phase == PassPhase.Done)
            {
                return progress;
            }
        }
        throw new InvalidOperationException("The pass has no end.");
    }

    /// <summary>Pages that are given one by one, the state being the number of the next.</summary>
    public static Func<string?, Task<Result<SourcePage>>> Pages(params SourceRecord[][] pages) =>
        state =>
        {
            var at = state is null ? 0 : int.Parse(state, System.Globalization.CultureInfo.InvariantCulture);
            return Task.FromResult<Result<SourcePage>>(new SourcePage(pages[at], $"{at + 1}", at + 1 < pages.Length));
        };

    public async Task<List<(string Key, string Value)>> Live(string integration)
    {
        var live = new List<(string, string)>();
        await foreach (var record in Records.List(Tenant, integration, Object, Ct))
        {
            live.Add((record.Key, ValueOf(record)));
        }
        return live;
    }

    /// <summary>What somebody who only follows the feed believes is there; each change must be possible where it stands.</summary>
    public async Task<List<(string Key, string Value)>> Followed(string integration, int limit = 1000)
    {
        var believed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var change in await Feed(integration, limit))
        {
            var (key, value) = (change.Record.Key, ValueOf(change.Record));
            Assert.Equal(change.Kind == RecordChangeKind.Added, !believed.ContainsKey(key));
            if (change.Kind == RecordChangeKind.Deleted)
            {
                believed.Remove(key);
            }
            else
            {
                believed[key] = value;
            }
        }
        return [.. believed.Select(b => (b.Key, b.Value))];
    }

    public async Task<List<RecordChange>> Feed(string integration, int limit = 1000)
    {
        var changes = new List<RecordChange>();
        string? cursor = null;
        while (true)
        {
            var page = await Records.Changes(Tenant, integration, Object, limit, cursor, Ct);
            changes.AddRange(page.Changes);
            if (page.Cursor == cursor)
            {
                return changes;
            }
            cursor = page.Cursor;
        }
    }

    /// <summary>Ids of what is left beside the records.</summary>
    public async Task<List<string>> Leftovers(string integration)
    {
        var ids = new List<string>();
        await foreach (var document in PassScan.All(Store, SyncPass.RecordsOf(integration, Object), Ct))
        {
            if (RecordKey.IsReserved(document.Path.Id) && document.Path.Id != CheckpointDocument.Id)
            {
                ids.Add(document.Path.Id);
            }
        }
        return ids;
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    // As it came, or mapped to an item.
    private static string ValueOf(SyncedRecord record) =>
        (string)(record.Canonical["value"] ?? record.Canonical["name"] ?? "")!;
}
