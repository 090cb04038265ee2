using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Http.Rules;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Platform.Http.Rules;

public sealed class StoredEgressRulesTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly SqliteStorageFixture _storage;

    public StoredEgressRulesTests() =>
        _storage = new(_clock, declare: services => services.AddDocumentGroup(new(StoredEgressRules.Group)));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Rules_are_kept_in_one_spelling_by_tenant()
    {
        var rules = Process();
        var put = await rules.Put("ten_a", 0, [new("B\u00fccher.Example.")], null, Ct);
        Assert.Empty(put.Errors);
        var read = await Process().Get("ten_a", Ct);
        Assert.Equal(("xn--bcher-kva.example", 1), (Assert.Single(read.Allowed!).Host, read.Version));
        Assert.Same(TenantEgress.Unset, await Process().Get("ten_b", Ct));
    }

    [Fact]
    public async Task A_change_needs_the_version_that_was_read()
    {
        var rules = Process();
        await rules.Put("ten_a", 0, [], null, Ct);
        var stale = await rules.Put("ten_a", 0, null, null, Ct);
        Assert.Equal("version-mismatch", Assert.Single(stale.Errors).Code);
        Assert.NotNull((await rules.Get("ten_a", Ct)).Allowed);
    }

    [Fact]
    public async Task A_change_holds_here_at_once_and_elsewhere_ten_seconds_later()
    {
        var (here, elsewhere) = (Process(), Process());
        Assert.Null((await here.Current("ten_a", Ct)).Allowed);
        Assert.Null((await elsewhere.Current("ten_a", Ct)).Allowed);
        await here.Put("ten_a", 0, [], null, Ct);
        Assert.NotNull((await here.Current("ten_a", Ct)).Allowed);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull((await elsewhere.Current("ten_a", Ct)).Allowed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://api.example.com")]
    [InlineData("api.example.com:443")]
    [InlineData("api.example.com/v1")]
    [InlineData("user@api.example.com")]
    [InlineData("*")]
    [InlineData("*.com")]
    [InlineData("a.*.example.com")]
    [InlineData("*.*.example.com")]
    [InlineData("api example.com")]
    [InlineData("a..b")]
    [InlineData("-a.example")]
    [InlineData("2130706433")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("a.0x1f")]
    [InlineData("*.10.0.0.1")]
    public async Task A_host_that_could_be_read_in_two_ways_is_refused_with_its_place(string host)
    {
        var put = await Process().Put("ten_a", 0, [new("good.example"), new(host)], null, Ct);
        var error = Assert.Single(put.Errors);
        Assert.Equal(("validation-failed", "/allowed/1/host"), (error.Code, error.Pointer));
        Assert.Equal(0, (await Process().Get("ten_a", Ct)).Version);
    }

    [Fact]
    public async Task Ports_paths_and_names_are_checked_too()
    {
        var put = await Process()
            .Put(
                "ten_a",
                0,
                [new("a.example") { Ports = [0] }, new("b.example") { Paths = ["/a/../b"] }],
                new Dictionary<string, IReadOnlyList<EgressRule>> { ["Big"] = [], ["small"] = [new("c.example/")] },
                Ct
            );
        Assert.Equal(
            ["/allowed/0/ports", "/allowed/1/paths", "/extensions", "/extensions/small/0/host"],
            put.Errors.Select(e => e.Pointer)
        );
    }

    private StoredEgressRules Process() => new(_storage.Get<IDocumentStores>(), _clock);
}
