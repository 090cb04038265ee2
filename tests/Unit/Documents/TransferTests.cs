using System.Globalization;
using System.Text;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Transfer;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Documents;

public sealed class TransferTests : IAsyncDisposable
{
    private const string Header = """{"format":"integration-functions-tenant","version":1,"tenant":"t1"}""";

    private readonly SqliteStorageFixture _storage = new(
        new ManualTimeProvider(),
        declare: services => services.AddDocumentGroup(new("invoices")).AddDocumentGroup(new("lines"))
    );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IDocumentStores Stores => _storage.Get<IDocumentStores>();

    private ImportTenant Importer => new(Stores, _storage.Get<DocumentCatalogue>());

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private async Task<string> Export(string tenant)
    {
        using var output = new MemoryStream();
        await new ExportTenant(Stores).Run(tenant, output, Ct);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private Task<TransferFigures> Import(string tenant, string text) => Import(tenant, Encoding.UTF8.GetBytes(text));

    private async Task<TransferFigures> Import(string tenant, byte[] bytes)
    {
        using var input = new MemoryStream(bytes);
        return await Importer.Run(tenant, input, Ct);
    }

    [Fact]
    public async Task What_is_exported_is_imported_to_the_digit_and_twice_gives_the_same()
    {
        var store = Stores.ForTenant("t1");
        for (var i = 0; i < 250; i++)
        {
            await store.Set($"invoices/i{i:000}", """{"n":12345678901234567890.10,"s":"\u00E9\n"}""");
            await store.Set($"invoices/i{i % 3}/lines/l{i}", "{}");
        }
        var until = _storage.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        await store.Commit(new DocumentBatch("invoices").Create("brief", Json.Of("{}"), Json.Type, until), Ct);
        await store.Set("secrets/s1", """{"box":"sealed"}""");
        var file = await Export("t1");
        Assert.DoesNotContain("sealed", file, StringComparison.Ordinal);
        Assert.Contains(
            "\"leftOut\":[\"secrets\",\"secret-keys\",\"idempotency\",\"audit\"]",
            file,
            StringComparison.Ordinal
        );
        Assert.Equal(new TransferFigures(501, 4), await Import("t2", file));
        Assert.Equal(new TransferFigures(501, 4), await Import("t2", file));
        Assert.Equal(file.Split('\n')[1..], (await Export("t2")).Split('\n')[1..]);
        var other = Stores.ForTenant("t2");
        Assert.Equal(
            """{"n":12345678901234567890.10,"s":"\u00E9\n"}""",
            (await other.Get("invoices/i249", Ct))!.Text()
        );
        Assert.Equal(until, (await other.Get("invoices/brief", Ct))!.ExpiresAt);
        Assert.Null(await other.Get("secrets/s1", Ct));
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("{}", 1, "format")]
    [InlineData("[]", 1, "JSON object")]
    [InlineData("""{"format":"integration-functions-tenant","version":2,"tenant":"t1"}""", 1, "version")]
    [InlineData(Header + "\n" + """{"path":"invoices/a","content":{}}""" + "\nnonsense\n", 3, "JSON object")]
    [InlineData(Header + "\n\n", 2, "JSON object")]
    [InlineData(Header + "\n" + """{"content":{}}""", 2, "path")]
    [InlineData(Header + "\n" + """{"path":"invoices","content":{}}""", 2, "'invoices'")]
    [InlineData(Header + "\n" + """{"path":"invoices/a","content":[]}""", 2, "content")]
    [InlineData(Header + "\n" + """{"path":"invoices/a"}""", 2, "content")]
    [InlineData(Header + "\n" + """{"path":"secrets/a","content":{}}""", 2, "secrets")]
    [InlineData(Header + "\n" + """{"path":"unknown/a","content":{}}""", 2, "unknown")]
    [InlineData(Header + "\n" + """{"path":"invoices/a","content":{},"expiresAt":"soon"}""", 2, "expiresAt")]
    public async Task A_bad_file_is_refused_by_line_and_nothing_of_it_is_kept(string file, long line, string says)
    {
        var error = await Assert.ThrowsAsync<TransferException>(() => Import("t1", file));
        Assert.Equal(line, error.Line);
        Assert.StartsWith($"Line {line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Empty(await Stores.ForTenant("t1").Collections(Ct));
    }

    [Fact]
    public async Task A_document_that_is_too_large_and_a_line_without_end_are_refused()
    {
        var large = new string('x', DocumentBatch.MaxBytes);
        var document = Header + "\n" + $$"""{"path":"invoices/a","content":{"x":"{{large}}"} }""";
        Assert.Contains(
            DocumentBatch.MaxBytes.ToString(CultureInfo.InvariantCulture),
            (await Assert.ThrowsAsync<TransferException>(() => Import("t1", document))).Message,
            StringComparison.Ordinal
        );
        var endless = Header + "\n" + large + large + large;
        Assert.Equal(2, (await Assert.ThrowsAsync<TransferException>(() => Import("t1", endless))).Line);
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_is_refused()
    {
        byte[] file =
        [
            .. Encoding.UTF8.GetBytes(Header + "\n{\"path\":\"invoices/a\",\"content\":{\"x\":\""),
            0xff,
            .. "\"}}"u8,
        ];
        Assert.Equal(2, (await Assert.ThrowsAsync<TransferException>(() => Import("t1", file))).Line);
    }
}
