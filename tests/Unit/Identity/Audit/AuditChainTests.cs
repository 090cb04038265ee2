using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using IntegrationFunctions.Identity.Audit;
using IntegrationFunctions.Platform.Blobs;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Unit.Identity.Audit;

public sealed class AuditChainTests : IAsyncDisposable
{
    private const int Length = 8;
    private readonly ManualTimeProvider _clock = new();
    private readonly SqliteStorageFixture _storage;
    private readonly AuditKeys _keys;
    private readonly AuditAnchors _anchors;
    private int _tenants;

    public AuditChainTests()
    {
        _storage = new(
            _clock,
            declare: services => services.AddDocumentGroup(StoredAuditLog.Group).AddDocumentGroup(new(AuditKeys.Group))
        );
        _keys = new(_storage.Get<IDocumentStores>(), _storage.Get<ISecretStore>(), _clock);
        _anchors = new(_storage.Get<IDocumentStores>(), _storage.Get<IBlobStores>(), _keys, _clock);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Whatever_is_tampered_with_is_found()
    {
        var tampering = Gen.Select(Gen.Int[0, 8], Gen.Int[0, Length - 1], Gen.Int[0, Length - 2]);
        await tampering.SampleAsync(
            async what =>
            {
                var (tenant, log) = await Chain();
                var early = await Store(tenant).Get("audit/head", Ct);
                await Fill(log, tenant, "b", Length / 2);
                await log.Anchor(Ct);
                Assert.Empty((await Verifier().Verify(tenant, Ct)).Problems);

                var done = await Tamper(tenant, what, early!);

                var report = await Verifier().Verify(tenant, Ct);
                Assert.True(report.Problems.Count > 0, $"Nobody saw: {done}");
            },
            iter: 25,
            threads: 1
        );
    }

    [Fact]
    public async Task Several_processes_add_to_one_chain_each_event_once()
    {
        var tenant = Tenant();
        var logs = Enumerable.Range(0, 3).Select(_ => Log()).ToArray();
        var written = await Task.WhenAll(
            Enumerable.Range(0, 120).Select(i => logs[i % 3].Append(tenant, Event($"evt_{i % 60}"), Ct))
        );
        Assert.Equal(60, written.Count(first => first));
        var report = await Verifier().Verify(tenant, Ct);
        Assert.Equal(60, report.Entries);
        Assert.Empty(report.Problems);
    }

    [Fact]
    public async Task Pages_and_filters_give_every_entry_once_newest_first()
    {
        var tenant = Tenant();
        var log = Log();
        for (var i = 0; i < 130; i++)
        {
            await log.Append(tenant, Event($"evt_{i}", $"secret.{(i % 2 == 0 ? "read" : "written")}"), Ct);
        }
        foreach (
            var filter in new AuditFilter[]
            {
                new(),
                new(Action: "secret.read"),
                new(Action: "secret."),
                new(ActorId: "usr_1", SubjectId: "int_1", Action: "secret.written"),
            }
        )
        {
            var seen = new List<long>();
            string? cursor = null;
            do
            {
                var page = await log.List(tenant, filter, 7, cursor, Ct);
                Assert.True(page.Entries.Count <= 7);
                seen.AddRange(page.Entries.Select(entry => entry.Sequence));
                cursor = page.Next;
            } while (cursor is not null);
            var expected = new List<long>();
            await foreach (var entry in log.Read(tenant, filter, Ct))
            {
                expected.Insert(0, entry.Sequence);
            }
            Assert.Equal(expected, seen);
            Assert.Equal(filter.Action is null or "secret." ? 130 : 65, seen.Count);
        }
        Assert.Empty((await log.List("another", new(), 10, null, Ct)).Entries);
    }

    private async Task<string> Tamper(string tenant, (int Kind, int At, int Other) what, Document early)
    {
        var store = Store(tenant);
        var other = what.Other >= what.At ? what.Other + 1 : what.Other;
        var (one, two) = ($"evt_a{what.At}", $"evt_a{other}");
        switch (what.Kind)
        {
            case 0:
                await Change(store, one, entry => entry["action"] = "nothing.done");
                return "an action was changed";
            case 1:
                await Change(store, one, entry => entry["after"] = """{"n":0}""");
                return "contents were changed";
            case 2:
                await store.Delete($"audit/{one}", ct: Ct);
                return "one was taken out";
            case 3:
                var copy = JsonNode.Parse((await store.Get($"audit/{one}", Ct))!.Content.Span)!;
                copy["id"] = "evt_new";
                await Write(store, "evt_new", copy);
                return "one was put in";
            case 4:
                var (a, b) = (await Sequence(store, one), await Sequence(store, two));
                await Change(store, one, entry => entry["sequence"] = b);
                await Change(store, two, entry => entry["sequence"] = a);
                return "two changed places";
            case 5:
                for (var i = 0; i <= what.At % (Length / 2); i++)
                {
                    await store.Delete($"audit/evt_b{(Length / 2) - 1 - i}", ct: Ct);
                }
                return "the end was cut off";
            case 6:
                // With the head that belonged to the shorter chain, signed as it was.
                for (var i = 0; i < Length / 2; i++)
                {
                    await store.Delete($"audit/evt_b{i}", ct: Ct);
                }
                await Write(store, "head", JsonNode.Parse(early.Content.Span)!);
                return "the end was cut off, and an old head was put back";
            case 7:
                await Rewrite(store, what.At);
                return "the chain was written anew from an entry on";
            default:
                await store.Delete("audit/head", ct: Ct);
                return "the head was taken away";
        }
    }

    // What somebody does who knows how hashes are made, and has no key.
    private static async Task Rewrite(IDocumentStore store, int at)
    {
        var all = new List<AuditEntry>();
        await foreach (
            var document in store.QueryAll(
                new DocumentQuery("audit").Where("sequence", Compare.Greater, 0).OrderBy("sequence"),
                Ct
            )
        )
        {
            all.Add(document.As(AuditJson.Default.AuditEntry));
        }
        all[at] = all[at] with { ActorId = "usr_nobody" };
        for (var i = at; i < all.Count; i++)
        {
            all[i] = (i == at ? all[i] : all[i] with { PreviousHash = all[i - 1].Hash }).Sealed();
            await store.Set($"audit/{all[i].Id}", all[i], AuditJson.Default.AuditEntry, ct: Ct);
        }
        var head = (await store.Get("audit/head", Ct))!.As(AuditJson.Default.AuditHead);
        await store.Set("audit/head", head with { LastHash = all[^1].Hash }, AuditJson.Default.AuditHead, ct: Ct);
    }

    private static async Task<long> Sequence(IDocumentStore store, string id) =>
        (await store.Get($"audit/{id}", Ct))!.As(AuditJson.Default.AuditEntry).Sequence;

    private static async Task Change(IDocumentStore store, string id, Action<JsonNode> change)
    {
        var entry = JsonNode.Parse((await store.Get($"audit/{id}", Ct))!.Content.Span)!;
        change(entry);
        await Write(store, id, entry);
    }

    private static Task Write(IDocumentStore store, string id, JsonNode content) =>
        store.Commit(new DocumentBatch("audit").Set(id, JsonSerializer.SerializeToUtf8Bytes(content)), Ct);

    private async Task<(string Tenant, StoredAuditLog Log)> Chain()
    {
        var tenant = Tenant();
        var log = Log();
        await Fill(log, tenant, "a", Length);
        return (tenant, log);
    }

    private static async Task Fill(StoredAuditLog log, string tenant, string series, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await log.Append(tenant, Event($"evt_{series}{i}"), Ct);
        }
    }

    private static AuditEvent Event(string id, string action = "things.updated") =>
        new(id, action, "integrations", "int_1", new AuditActor("user", "usr_1", "key_1", "127.0.0.1"))
        {
            Before = JsonElement.Parse("""{"n":1.50}"""),
            After = JsonElement.Parse("""{"n":12345678901234567890.25}"""),
        };

    private string Tenant() => $"ten-{Interlocked.Increment(ref _tenants)}";

    private StoredAuditLog Log() => new(_storage.Get<IDocumentStores>(), _keys, _anchors, _clock);

    private AuditVerifier Verifier() => new(_storage.Get<IDocumentStores>(), _keys, _anchors);

    private IDocumentStore Store(string tenant) => _storage.Get<IDocumentStores>().ForTenant(tenant);
}
