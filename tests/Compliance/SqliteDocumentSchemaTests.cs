using System.Text;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Sqlite;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>Files that an older program wrote, and what JSONB makes of the documents.</summary>
public sealed class SqliteDocumentSchemaTests
{
    // Two tenants, a collection below a document, a version that was written over, a deletion.
    private const string OldContent = """
        INSERT INTO documents_collections VALUES(1,'t1','invoices'),(2,'t1','integrations/i1/records'),(3,'t2','invoices');
        INSERT INTO documents VALUES
            (1,1,'a',256,10,20,'{"n":1.10,"s":"\u00e9"}'),(2,2,'rx',384,30,30,'{"deep":{"x":1E400}}'),(3,3,'a',512,40,40,'{"of":"t2"}');
        INSERT INTO documents_versions VALUES(128,'{"n":1.00}'),(640,'{"gone":true}');
        INSERT INTO documents_changes VALUES
            (1,128,0,'a',10,10,128),(1,256,1,'a',10,20,256),(2,384,0,'rx',30,30,384),(3,512,0,'a',40,40,512),
            (1,640,0,'b',50,50,640),(1,768,2,'b',50,60,640);
        UPDATE documents_commits SET last=6;
        """;

    [Fact]
    public async Task A_file_of_the_first_shape_is_read_as_before()
    {
        var ct = TestContext.Current.CancellationToken;
        using var files = new TemporaryFolder();
        var path = Path.Combine(files.Path, "platform.db");
        var first = DocumentsSchema.Schema with { Steps = [DocumentsSchema.Schema.Steps[0]] };
        SqliteDatabase.Open(path, [first]).Dispose();
        await Run(path, OldContent, ct);

        await using var storage = Open(files.Path);
        var store = storage.Get<IDocumentStores>().ForTenant("t1");
        var a = await store.Get("invoices/a", ct);
        Assert.Equal("""{"n":1.10,"s":"\u00e9"}""", a!.Text());
        Assert.Equal((10, 20, "100"), (a!.CreatedAt.Ticks, a.UpdatedAt.Ticks, a.ETag));
        Assert.Null(a.ExpiresAt);
        Assert.Equal("""{"deep":{"x":1E400}}""", (await store.Get("integrations/i1/records/rx", ct))!.Text());
        var other = storage.Get<IDocumentStores>().ForTenant("t2");
        Assert.Equal("""{"of":"t2"}""", (await other.Get("invoices/a", ct))!.Text());
        var feed = await store.ReadChanges("invoices", null, 10, ct);
        Assert.Equal(
            [
                (ChangeKind.Created, """{"n":1.00}"""),
                (ChangeKind.Updated, """{"n":1.10,"s":"\u00e9"}"""),
                (ChangeKind.Created, """{"gone":true}"""),
                (ChangeKind.Deleted, """{"gone":true}"""),
            ],
            feed.Changes.Select(c => (c.Kind, c.Document.Text()))
        );
        // And it is written on as any other.
        var created = await store.Create("invoices/b", """{"n":2}""");
        Assert.Equal("380", created.ETags[0]);
        Assert.Equal(
            "invoices",
            (await store.ReadChanges("invoices", feed.Cursor, 1, ct)).Changes[0].Document.Path.Collection.Value
        );
    }

    [Theory]
    [InlineData("12345678901234567890.10")]
    [InlineData("1E400")]
    [InlineData("-1e-400")]
    [InlineData("1.0")]
    [InlineData("-0")]
    [InlineData("1e+2")]
    [InlineData("9223372036854775808")]
    [InlineData("\"\\u00e9\"")]
    [InlineData("\"é\"")]
    [InlineData("\"\\ud835\\udd18\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\/\\b\\u0000\\u007f\"")]
    [InlineData("\"'\"")]
    [InlineData("[[],{},{\"\":null,\"a\":1,\"a\":2}]")]
    public async Task What_is_written_is_read_to_the_letter(string value)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var storage = Open();
        var store = storage.Get<IDocumentStores>().ForTenant("t1");
        var json = $$"""{"v":{{value}},"k\u00e9y":[{{value}}]}""";
        (await store.Commit(new DocumentBatch("q").Set("a", Encoding.UTF8.GetBytes(json)), ct)).EnsureCommitted();
        (await store.Commit(new DocumentBatch("q").Set("a", Encoding.UTF8.GetBytes(json)), ct)).EnsureCommitted();
        Assert.Equal(json, (await store.Get("q/a", ct))!.Text());
        Assert.All((await store.ReadChanges("q", null, 9, ct)).Changes, c => Assert.Equal(json, c.Document.Text()));
    }

    [Fact]
    public async Task What_has_expired_is_not_there_for_any_reader()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var storage = Open();
        var store = storage.Get<IDocumentStores>().ForTenant("t1");
        await store.Create("q/a", "{}");
        await store.Create("q/b", "{}");
        var soon = storage.Clock.GetUtcNow().AddMinutes(1);
        await storage
            .Get<SqliteDatabase>()
            .Write(scope => scope.Execute("UPDATE documents SET expires=$1 WHERE id='a'", soon.UtcTicks), ct);
        Assert.Equal(soon, (await store.Get("q/a", ct))!.ExpiresAt);
        Assert.Equal(soon, (await store.Query(new("q"), ct)).Documents[0].ExpiresAt);
        Assert.Equal(2, await store.Count(new("q"), ct));
        storage.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await store.Get("q/a", ct));
        Assert.Equal([null, "b"], (await store.GetMany("q", ["a", "b"], ct)).Select(d => d?.Path.Id));
        Assert.Equal("b", Assert.Single((await store.Query(new("q"), ct)).Documents).Path.Id);
        Assert.Equal(1, await store.Count(new("q"), ct));
    }

    private static SqliteStorageFixture Open(string? path = null) =>
        new(
            new ManualTimeProvider(),
            path,
            services =>
                services.AddDocumentGroup(new("q")).AddDocumentGroup(new("invoices")).AddDocumentGroup(new("records"))
        );

    private static async Task Run(string path, string sql, CancellationToken ct)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }
}
