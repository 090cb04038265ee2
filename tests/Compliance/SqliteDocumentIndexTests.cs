using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Sqlite;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>Indexes that are declared, and no longer declared, over documents that are there.</summary>
public sealed class SqliteDocumentIndexTests : IDisposable
{
    private readonly TemporaryFolder _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_declared_later_finds_what_was_written_before()
    {
        await using (var before = Open(new DocumentGroup("q")))
        {
            var store = Store(before);
            await store.Create("q/a", """{"f":2,"tags":["x","y","x"]}""");
            await store.Create("q/b", """{"f":1,"tags":["x"]}""");
            await store.Create("c/d/q/e", """{"f":1}""");
            await Assert.ThrowsAsync<MissingIndexException>(() => store.Query(new DocumentQuery("q").OrderBy("f"), Ct));
            Assert.Equal("c/d/q/e q/a q/b", await Paths(store, DocumentQuery.OfGroup("q")));
            Assert.Empty(Indexes(before));
        }
        var declared = new DocumentGroup("q").GroupIndex("f").Index("tags[]");
        await using (var after = Open(declared))
        {
            var store = Store(after);
            await Check(store);
            // By path, by field in the collection and over the group, and three triggers for the elements.
            Assert.Equal(6, Indexes(after).Length);
            await store.Create("c/d/q/g", """{"f":0,"tags":["x"]}""");
            Assert.Equal("c/d/q/g c/d/q/e q/b q/a", await Paths(store, DocumentQuery.OfGroup("q").OrderBy("f")));
            await store.Delete("c/d/q/g", ct: Ct);
        }
        await using (var without = Open(new DocumentGroup("q")))
        {
            Assert.Empty(Indexes(without));
            Assert.Equal(0, Number(without, "SELECT count(*) FROM documents_elements"));
            await Store(without).Create("q/z", """{"f":9,"tags":["z"]}""");
            await Store(without).Create("c/d/q/z", """{"f":9}""");
        }
        await using (var again = Open(declared))
        {
            Assert.Equal(
                "c/d/q/z q/z",
                await Paths(Store(again), DocumentQuery.OfGroup("q").Where("f", Compare.Equal, 9))
            );
            await Store(again).Delete("q/z", ct: Ct);
            await Store(again).Delete("c/d/q/z", ct: Ct);
            await Check(Store(again));
        }
        await using var changed = Open(new DocumentGroup("q").Index("-f").GroupIndex("tags[]"));
        Assert.Equal(
            "q/a q/b",
            await Paths(Store(changed), DocumentQuery.OfGroup("q").Where("tags", Compare.ArrayContains, "x"))
        );
        Assert.Equal(5, Indexes(changed).Length);
    }

    [Fact]
    public async Task The_same_declarations_change_nothing_in_the_file()
    {
        var group = new DocumentGroup("q").GroupIndex("f", "-g").Index("tags[]");
        await using (var first = Open(group))
        {
            await Store(first).Create("q/a", "{}");
        }
        await using var second = Open(group);
        // The schema cookie counts changes of the schema; the data version of a connection, commits of others.
        var cookie = Number(second, "PRAGMA schema_version");
        _ = new SqliteDocumentStores(
            second.Get<SqliteDatabase>(),
            second.Get<Platform.Messages.Sqlite.SqliteMessageQueue>(),
            TimeProvider.System,
            new(),
            new([group])
        );
        Assert.Equal(cookie, Number(second, "PRAGMA schema_version"));
    }

    [Fact]
    public async Task An_index_holds_the_documents_of_its_group_alone()
    {
        await using var storage = Open(new DocumentGroup("q").Index("f"), new("other"));
        var store = Store(storage);
        await store.Create("q/a", """{"f":1}""");
        await store.Create("other/a", """{"f":1}""");
        var name = Indexes(storage).Single();
        var group = Number(storage, "SELECT key FROM documents_groups WHERE name = 'q'");
        Assert.EndsWith($"WHERE grp = {group}", Sql(storage, name), StringComparison.Ordinal);
        Assert.Equal(1, Number(storage, $"SELECT count(*) FROM documents INDEXED BY {name} WHERE grp = {group}"));
    }

    public void Dispose() => _files.Dispose();

    private static async Task Check(IDocumentStore store)
    {
        Assert.Equal("q/b q/a", await Paths(store, new DocumentQuery("q").OrderBy("f")));
        Assert.Equal("c/d/q/e q/b", await Paths(store, DocumentQuery.OfGroup("q").Where("f", Compare.Equal, 1)));
        Assert.Equal("c/d/q/e q/a q/b", await Paths(store, DocumentQuery.OfGroup("q")));
        Assert.Equal("q/a q/b", await Paths(store, new DocumentQuery("q").Where("tags", Compare.ArrayContains, "x")));
        Assert.Equal(
            "q/a",
            await Paths(store, new DocumentQuery("q").Where("tags", Compare.ArrayContains, JsonValue.Create("y")))
        );
    }

    private static async Task<string> Paths(IDocumentStore store, DocumentQuery query)
    {
        var paths = new List<string>();
        await foreach (var document in store.QueryAll(query.Limit(1), Ct))
        {
            paths.Add(document.Path.Value);
        }
        return string.Join(' ', paths);
    }

    private SqliteStorageFixture Open(params DocumentGroup[] groups)
    {
        var storage = new SqliteStorageFixture(
            new ManualTimeProvider(),
            _files.Path,
            services => groups.Aggregate(services, (all, group) => all.AddDocumentGroup(group))
        );
        _ = Store(storage);
        return storage;
    }

    private static IDocumentStore Store(SqliteStorageFixture storage) => storage.Get<IDocumentStores>().ForTenant("t1");

    private static string[] Indexes(SqliteStorageFixture storage) =>
        storage
            .Get<SqliteDatabase>()
            .Read(scope =>
            {
                var names = new List<string>();
                var rows = scope.Prepare("SELECT name FROM sqlite_schema WHERE name GLOB 'documents_declared_*'");
                while (rows.Step())
                {
                    names.Add(rows.Text(0));
                }
                return names.ToArray();
            });

    private static long Number(SqliteStorageFixture storage, string sql) =>
        storage.Get<SqliteDatabase>().Read(scope => scope.Prepare(sql).Scalar()!.Value);

    private static string Sql(SqliteStorageFixture storage, string name) =>
        storage
            .Get<SqliteDatabase>()
            .Read(scope => (string)scope.Command("SELECT sql FROM sqlite_schema WHERE name=$1", name).ExecuteScalar()!);
}
