using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.ValueMaps;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;
using Store = IntegrationFunctions.Mapping.ValueMaps.ValueMaps;

namespace IntegrationFunctions.Tests.Unit.Mapping.ValueMaps;

public sealed class ValueMapTests : IAsyncDisposable
{
    private const string Tenant = "t1";
    private readonly SqliteStorageFixture _storage = new(
        new ManualTimeProvider(),
        declare: services => services.AddValueMaps()
    );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Store Tables => _storage.Get<Store>();

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task A_table_is_made_replaced_read_and_deleted()
    {
        var made = await Put("units", null, ("ST", "piece"));
        Assert.True(made.IsNew);
        var replaced = await Put("units", 1, ("ST", "piece"), ("KG", "kilogram"));
        Assert.Equal((false, 2), (replaced.IsNew, replaced.Stored!.Version));
        Assert.Equal("version-mismatch", Code(await Put("units", 1, ("ST", "x"))));
        Assert.Equal("version-mismatch", Code(await Put("units", null, ("ST", "x"))));
        Assert.Equal("value-map-not-found", Code(await Put("accounts", 3, ("ST", "x"))));

        var loaded = await Tables.Load(Tenant, ["units", "accounts", "Not A Name"], Ct);
        Assert.Equal(2, Assert.Single(loaded).Value.Entries.Count);
        Assert.Empty(await Tables.Load("t2", ["units"], Ct));
        Assert.Equal("units", Assert.Single((await Tables.List(Tenant, 10, null, Ct)).ValueMaps).Name);

        Assert.Null(await Tables.Delete(Tenant, "units", Ct));
        Assert.Null(await Tables.Get(Tenant, "units", Ct));
        Assert.Equal("value-map-not-found", (await Tables.Delete(Tenant, "units", Ct))!.Code);
    }

    [Theory]
    [InlineData("Units", "ST", "/name")]
    [InlineData("-units", "ST", "/name")]
    [InlineData("units", "", "/entries/1/from")]
    [InlineData("units", "DE", "/entries/1/from")]
    [InlineData("units", "de", "/entries/1/from")]
    [InlineData("units", "a\u0007", "/entries/1/from")]
    public async Task What_can_not_be_is_pointed_at(string name, string from, string pointer)
    {
        var map = new ValueMap([new("DE", "Germany"), new(from, "x")], IgnoreCase: true);
        var outcome = await Tables.Put(Tenant, "usr_1", name, null, map, null, Ct);
        Assert.Equal(pointer, Assert.Single(outcome.Errors).Pointer);
    }

    [Fact]
    public async Task A_missing_value_is_noted_once_and_leaves_the_report_when_it_has_an_entry()
    {
        await Put("units", null, ("ST", "piece"));
        await Tables.RecordMisses(Tenant, [Miss("KG", "r1"), Miss("KG", "r2"), Miss("H", "r3")], Ct);
        await Tables.RecordMisses(Tenant, [Miss("KG", "r4")], Ct);
        var misses = (await Tables.ListMisses(Tenant, "units", 10, null, Ct))!.Misses;
        Assert.Equal([("H", "r3"), ("KG", "r1")], misses.Select(m => (m.Value, m.RecordKey)).Order());

        await Put("units", 1, ("ST", "piece"), ("KG", "kilogram"));
        Assert.Equal(["H"], (await Tables.ListMisses(Tenant, "units", 10, null, Ct))!.Misses.Select(m => m.Value));
        Assert.Null(await Tables.ListMisses(Tenant, "nothing", 10, null, Ct));
        await Tables.Delete(Tenant, "units", Ct);
        await Put("units", null, ("ST", "piece"));
        Assert.Empty((await Tables.ListMisses(Tenant, "units", 10, null, Ct))!.Misses);
    }

    [Theory]
    [InlineData(false, 1, 1, 1, 1, "KG=kilogram,ST=unit,X=new")]
    [InlineData(true, 1, 1, 2, 0, "ST=unit,KG=kilogram,H=hour,X=new")]
    public async Task An_import_replaces_or_merges_and_says_what_it_did(
        bool merges,
        int added,
        int changed,
        int unchanged,
        int removed,
        string expected
    )
    {
        await Put("units", null, ("ST", "piece"), ("KG", "kilogram"), ("H", "hour"));
        var file = ValueMapCsv.Read("from,to\nKG,kilogram\nST,unit\nX,new\n"u8.ToArray());
        var dry = await Tables.Import(Tenant, "usr_1", "units", file, merges, isDryRun: true, 1, Ct);
        Assert.Equal(3, (await Tables.Get(Tenant, "units", Ct))!.Map.Entries.Count(e => e.To != "unit"));
        var import = await Tables.Import(Tenant, "usr_1", "units", file, merges, isDryRun: false, 1, Ct);

        Assert.Equal((added, changed, unchanged, removed), (dry.Added, dry.Changed, dry.Unchanged, dry.Removed));
        Assert.Equal(
            (added, changed, unchanged, removed),
            (import.Added, import.Changed, import.Unchanged, import.Removed)
        );
        var entries = (await Tables.Get(Tenant, "units", Ct))!.Map.Entries;
        Assert.Equal(expected, string.Join(',', entries.Select(entry => $"{entry.From}={entry.To}")));
    }

    [Fact]
    public async Task A_file_with_a_value_twice_is_refused_whole()
    {
        var file = ValueMapCsv.Read("from,to\nA,1\nA,2\n"u8.ToArray());
        foreach (var merges in new[] { false, true })
        {
            var import = await Tables.Import(Tenant, "usr_1", "letters", file, merges, isDryRun: false, null, Ct);
            Assert.Equal("/entries/1/from", Assert.Single(import.Outcome.Errors).Pointer);
        }
        Assert.Null(await Tables.Get(Tenant, "letters", Ct));
    }

    private static ObservedMiss Miss(string value, string key) =>
        new("units", value, "int_1", "items", key, "int_1-items");

    private static string Code(ValueMapOutcome outcome) => Assert.Single(outcome.Errors).Code;

    private Task<ValueMapOutcome> Put(string name, int? version, params (string From, string To)[] entries) =>
        Tables.Put(
            Tenant,
            "usr_1",
            name,
            null,
            new ValueMap([.. entries.Select(entry => new ValueMapEntry(entry.From, entry.To))]),
            version,
            Ct
        );
}
