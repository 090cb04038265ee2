using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Sensitive;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Platform.Sensitive;

public sealed class SensitiveFieldsTests : IAsyncDisposable
{
    private const string Marker = "DE00MARKER";

    private readonly SqliteStorageFixture _storage = new(
        new ManualTimeProvider(),
        declare: services =>
            services
                .AddLogging()
                .AddDocumentGroup(
                    new DocumentGroup("orders").Index("status").Seal("bank.iban", "lines[].iban", "tags[]", "note")
                )
                .AddDocumentGroup(new DocumentGroup("copies").Seal("note"))
                .AddDocumentGroup(new DocumentGroup("open"))
                .SealSensitiveFields()
    );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IDocumentStore Store => _storage.Get<IDocumentStores>().ForTenant("t1");

    // As the database has it.
    private IDocumentStore Below =>
        _storage
            .Get<IServiceProvider>()
            .GetRequiredKeyedService<IDocumentStores>(typeof(SealingDocumentStores))
            .ForTenant("t1");

    [Theory]
    [InlineData("""{"note":"DE00MARKER"}""")]
    [InlineData("""{"note":12345678901234567890.10}""")]
    [InlineData("""{"bank":{"name":"Big","iban":"DE00MARKER"},"n":1.10}""")]
    [InlineData("""{"lines":[{"iban":"DE00MARKER","a":1},{"a":2},{"iban":null},{"iban":["DE00MARKER"]},3]}""")]
    [InlineData("""{"tags":["DE00MARKER",null,{"x":"DE00MARKER"}]}""")]
    // Not in the declared shape: sealed all the more.
    [InlineData("""{"bank":[{"iban":"DE00MARKER"}],"lines":{"iban":"DE00MARKER"},"tags":"DE00MARKER"}""")]
    [InlineData("""{"bank":{"iban":{"deep":"DE00MARKER"}},"note":{"any":["DE00MARKER"]}}""")]
    // The same name twice, and a name in other letters.
    [InlineData("""{"note":"DE00MARKER","note":"DE00MARKER2","n\u006fte":"DE00MARKER3"}""")]
    [InlineData("""{"note":"sealed.1.1.AAAA","bank":{"\ud800":1,"iban":"DE00MARKER"}}""")]
    [InlineData("""{"bank":null,"lines":[],"tags":[],"note":null}""")]
    public async Task What_is_sealed_comes_out_as_it_went_in(string json)
    {
        await Put("orders/o1", json);
        Assert.Equal(json, (await Store.Get("orders/o1", Ct))!.Text());
        Assert.Equal(json, (await Store.GetMany("orders", ["o1"], Ct))[0]!.Text());
        Assert.Equal(json, Assert.Single((await Store.Query(new("orders"), Ct)).Documents).Text());
        Assert.Equal(json, Assert.Single((await Store.ReadChanges("orders", null, 9, Ct)).Changes).Document.Text());
        var stored = (await Below.Get("orders/o1", Ct))!.Text();
        Assert.DoesNotContain(Marker, stored, StringComparison.Ordinal);
        Assert.DoesNotContain("12345678901234567890", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_sensitive_stays_readable_and_searchable()
    {
        await Put("orders/o1", """{"status":"new","bank":{"name":"Big","iban":"DE00MARKER"},"n":1.10}""");
        var stored = (await Below.Get("orders/o1", Ct))!.Text();
        Assert.StartsWith(
            """{"status":"new","bank":{"name":"Big","iban":"sealed.1.1.""",
            stored,
            StringComparison.Ordinal
        );
        Assert.EndsWith("\"},\"n\":1.10}", stored, StringComparison.Ordinal);
        var page = await Store.Query(new DocumentQuery("orders").Where("status", "new"), Ct);
        Assert.Contains(Marker, Assert.Single(page.Documents).Text(), StringComparison.Ordinal);
        await Put("open/o1", """{"note":"DE00MARKER"}""");
        Assert.Equal("""{"note":"DE00MARKER"}""", (await Below.Get("open/o1", Ct))!.Text());
    }

    [Fact]
    public async Task No_file_of_the_database_holds_the_value()
    {
        await Put(
            "orders/o1",
            $$"""{"bank":{"iban":"{{Marker}}"},"lines":[{"iban":"{{Marker}}"}],"shown":"PLAINLY"}"""
        );
        await Store.Update(
            "orders/o1",
            new DocumentUpdate().Set("note", Marker).Set("lines", new JsonArray(new JsonObject { ["iban"] = Marker })),
            ct: Ct
        );
        await Put("orders/o2", $$"""{"note":"{{Marker}}"}""");
        await Store.Delete("orders/o2", ct: Ct);
        var files = Directory.GetFiles(_storage.Path).Where(file => Path.GetFileName(file) != "lock").ToArray();
        Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
        var shown = false;
        foreach (var file in files)
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await open.CopyToAsync(copy, Ct);
            var text = Encoding.Latin1.GetString(copy.ToArray());
            Assert.DoesNotContain(Marker, text, StringComparison.Ordinal);
            shown |= text.Contains("PLAINLY", StringComparison.Ordinal);
        }
        Assert.True(shown, "The scan looks at the wrong files: it didn't find what is not sealed either.");
    }

    [Fact]
    public async Task A_value_opens_only_where_it_was_sealed()
    {
        await Put("orders/o1", """{"note":"x","lines":[{"iban":"a"},{"iban":"b"}]}""");
        await Put("orders/o2", """{"note":"y"}""");
        await Put("copies/o1", """{"note":"z"}""");
        var o1 = JsonNode.Parse((await Below.Get("orders/o1", Ct))!.Text())!;
        // Into another document, another group, another tenant, another field, another place in the array.
        await Below.Set("orders/o2", $$"""{"note":{{o1["note"]!.ToJsonString()}}}""");
        await Refused("note", "orders/o2", Store);
        await Below.Set("copies/o1", $$"""{"note":{{o1["note"]!.ToJsonString()}}}""");
        await Refused("note", "copies/o1", Store);
        await Below.Set("orders/o3", $$$"""{"bank":{"iban":{{{o1["note"]!.ToJsonString()}}}}}""");
        await Refused("bank.iban", "orders/o3", Store);
        await Below.Set("orders/o1", $$"""{"lines":[{{o1["lines"]![1]!.ToJsonString()}}]}""");
        await Refused("lines[0].iban", "orders/o1", Store);
        await Below.Set("orders/o1", """{"note":"sealed.1.1.AAAA"}""");
        await Refused("note", "orders/o1", Store);
    }

    [Fact]
    public async Task Single_fields_are_sealed_when_they_are_set()
    {
        await Put("orders/o1", """{"n":1,"bank":{"name":"Big","iban":"old"},"note":"gone"}""");
        var update = new DocumentUpdate()
            .Set("bank.iban", Marker)
            .Set("lines", new JsonArray(new JsonObject { ["iban"] = Marker, ["n"] = 2 }))
            .Set("bank.name", "Bigger")
            .Remove("note")
            .Increment("n", 1);
        Assert.Null((await Store.Update("orders/o1", update, ct: Ct)).Conflict);
        Assert.Equal(
            $$"""{"n":2,"bank":{"name":"Bigger","iban":"{{Marker}}"},"lines":[{"iban":"{{Marker}}","n":2}]}""",
            (await Store.Get("orders/o1", Ct))!.Text()
        );
        Assert.DoesNotContain(Marker, (await Below.Get("orders/o1", Ct))!.Text(), StringComparison.Ordinal);
        await Store.Update("orders/o1", new DocumentUpdate().Set("bank", new JsonObject { ["iban"] = Marker }), ct: Ct);
        Assert.DoesNotContain(Marker, (await Below.Get("orders/o1", Ct))!.Text(), StringComparison.Ordinal);
        await Store.Update("orders/o1", new DocumentUpdate().Set("note", null), ct: Ct);
        Assert.Contains("\"note\":null", (await Store.Get("orders/o1", Ct))!.Text(), StringComparison.Ordinal);
    }

    public static TheoryData<DocumentUpdate, string> Impossible =>
        new()
        {
            { new DocumentUpdate().Increment("note", 1), "note" },
            { new DocumentUpdate().ArrayUnion("tags", "x"), "tags" },
            { new DocumentUpdate().ArrayRemove("lines", "x"), "lines" },
            { new DocumentUpdate().ServerTime("note"), "note" },
            { new DocumentUpdate().Increment("bank", 1), "bank" },
            { new DocumentUpdate().Set("note.inner", 1), "note.inner" },
            { new DocumentUpdate().Remove("bank.iban.inner"), "bank.iban.inner" },
            { new DocumentUpdate().Set("lines.0", "x"), "lines.0" },
            { new DocumentUpdate().Set("lines.iban", "x"), "lines.iban" },
        };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public async Task What_would_need_the_sealed_value_is_refused_and_changes_nothing(
        DocumentUpdate update,
        string field
    )
    {
        await Put("orders/o1", """{"note":"x"}""");
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Store.Update("orders/o1", update, ct: Ct));
        Assert.Contains($"'{field}' of orders/o1", error.Message, StringComparison.Ordinal);
        Assert.Contains("Read the document", error.Message, StringComparison.Ordinal);
        Assert.Equal("""{"note":"x"}""", (await Store.Get("orders/o1", Ct))!.Text());
    }

    [Theory]
    [InlineData("note")]
    [InlineData("note.inner")]
    [InlineData("bank")]
    [InlineData("lines.iban")]
    [InlineData("lines")]
    [InlineData("tags")]
    public async Task Sealed_fields_are_neither_searched_nor_ordered_by(string field)
    {
        var filtered = new DocumentQuery("orders").Where(field, "x");
        var ordered = new DocumentQuery("orders").OrderBy(field);
        foreach (var query in (DocumentQuery[])[filtered, ordered])
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(() => Store.Query(query, Ct));
            Assert.Contains($"'{field}' of 'orders' is sealed", error.Message, StringComparison.Ordinal);
        }
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Store.Aggregate(new("orders"), [DocumentAggregate.Sum(field)], Ct)
        );
    }

    [Fact]
    public async Task Fields_are_picked_out_of_sealed_ones()
    {
        const string json =
            """{"a":1,"note":{"x":1.10,"y":2},"bank":{"name":"Big","iban":"i"},"lines":[{"iban":"l"}]}""";
        await Put("orders/o1", json);
        await Put("open/o1", json);
        foreach (
            var fields in (string[][])
                [
                    ["note.x"],
                    ["note"],
                    ["bank"],
                    ["bank.iban", "a"],
                    ["a"],
                    ["lines"],
                    ["none", "note.none"],
                    ["note.y", "note.x"],
                ]
        )
        {
            var with = await Store.Query(new DocumentQuery("orders").Select(fields), Ct);
            var without = await Store.Query(new DocumentQuery("open").Select(fields), Ct);
            Assert.Equal(Assert.Single(without.Documents).Text(), Assert.Single(with.Documents).Text());
        }
    }

    [Fact]
    public async Task Without_the_key_nothing_is_read_but_what_was_never_sealed()
    {
        await Put("orders/o1", """{"status":"new","note":"x"}""");
        var keys = _storage.Get<ITenantKeys>();
        await keys.Destroy("t1", Ct);
        var error = await Assert.ThrowsAsync<KeyDestroyedException>(() => Store.Get("orders/o1", Ct));
        Assert.Equal("tenant-key-destroyed", error.Error.Code);
        await Assert.ThrowsAsync<KeyDestroyedException>(() => Store.Query(new("orders"), Ct));
        await Assert.ThrowsAsync<KeyDestroyedException>(() => Store.ReadChanges("orders", null, 9, Ct));
        await Assert.ThrowsAsync<KeyDestroyedException>(() => Put("orders/o2", """{"note":"x"}"""));
        var page = await Store.Query(new DocumentQuery("orders").Select("status"), Ct);
        Assert.Equal("""{"status":"new"}""", Assert.Single(page.Documents).Text());
        await Put("orders/o3", """{"status":"x"}""");
        await keys.Renew("t1", Ct);
        await Put("orders/o2", """{"note":"anew"}""");
        Assert.Equal("""{"note":"anew"}""", (await Store.Get("orders/o2", Ct))!.Text());
        await Assert.ThrowsAsync<KeyDestroyedException>(() => Store.Get("orders/o1", Ct));
        Assert.Null((await Store.Delete("orders/o1", ct: Ct)).Conflict);
    }

    [Fact]
    public async Task A_new_key_seals_old_documents_and_those_from_before_the_declaration()
    {
        var expires = _storage.Clock.GetUtcNow() + TimeSpan.FromDays(1);
        await Store.Commit(
            new DocumentBatch("orders").Create("o1", Json.Of("""{"note":"x","n":1.10}"""), Json.Type, expires),
            Ct
        );
        await Below.Set("orders/o2", """{"note":"never sealed"}""");
        await Put("orders/o3", """{"status":"nothing to seal"}""");
        Assert.Equal("""{"note":"never sealed"}""", (await Store.Get("orders/o2", Ct))!.Text());
        await _storage.Get<KeyAdministration>().RotateTenant("t1", "test", Ct);
        Assert.Contains("sealed.1.2.", (await Below.Get("orders/o1", Ct))!.Text(), StringComparison.Ordinal);
        Assert.Contains("sealed.1.2.", (await Below.Get("orders/o2", Ct))!.Text(), StringComparison.Ordinal);
        var o1 = await Store.Get("orders/o1", Ct);
        Assert.Equal("""{"note":"x","n":1.10}""", o1?.Text());
        Assert.Equal(expires, o1!.ExpiresAt);
        Assert.Equal("""{"note":"never sealed"}""", (await Store.Get("orders/o2", Ct))!.Text());
        Assert.Equal(0, await _storage.Get<SealingDocumentStores>().Reseal("t1", Ct));
    }

    [Theory]
    [InlineData("orders", "a..b")]
    [InlineData("orders", "[].a")]
    [InlineData("orders", "bank.iban.inner")]
    [InlineData("orders", "tags[].inner")]
    [InlineData("orders", "status")]
    [InlineData("secret-keys", "keys")]
    public async Task A_declaration_that_cannot_be_is_refused_and_named(string group, string field)
    {
        await using var storage = new SqliteStorageFixture(
            new ManualTimeProvider(),
            declare: services =>
                services
                    .AddDocumentGroup(new DocumentGroup("orders").Index("status").Seal("bank.iban", "tags[]", field))
                    .AddDocumentGroup(new DocumentGroup(group).Seal(field))
                    .SealSensitiveFields()
        );
        var error = Assert.Throws<ArgumentException>(storage.Get<IDocumentStores>);
        Assert.Contains(group, error.Message, StringComparison.Ordinal);
    }

    private async Task Put(string path, string json) =>
        (
            await Store.Commit(
                new DocumentBatch(new DocumentPath(path).Collection).Set(
                    new DocumentPath(path).Id,
                    Encoding.UTF8.GetBytes(json)
                ),
                Ct
            )
        ).EnsureCommitted();

    private static async Task Refused(string field, string path, IDocumentStore store)
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => store.Get(path, Ct));
        Assert.Contains($"The sealed field {field} of {path} of tenant t1", error.Message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();
}
