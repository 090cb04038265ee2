using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Bench;

/// <summary>The embedded storage over a folder of its own, as the platform uses it.</summary>
internal sealed class DocumentWorld : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly ServiceProvider _services;

    public DocumentWorld(string path)
    {
        _folder = DataFolder.Open(path);
        _services = new ServiceCollection()
            .AddEmbeddedStorage(_folder)
            .AddDocumentGroup(new DocumentGroup("invoices"))
            .AddDocumentGroup(new DocumentGroup("searched").Index("Supplier", "-Number"))
            .BuildServiceProvider();
        Store = _services.GetRequiredService<IDocumentStores>().ForTenant("t1");
    }

    public IDocumentStore Store { get; }

    /// <summary>Fills a collection with so many documents, their numbers as ids.</summary>
    public async Task Fill(CollectionPath collection, int from, int to)
    {
        for (var i = from; i < to; i += 100)
        {
            var batch = new DocumentBatch(collection);
            for (var j = i; j < Math.Min(i + 100, to); j++)
            {
                batch.Create(Id(j), BenchInvoice.Of(j), DocumentsJson.Default.BenchInvoice);
            }
            (await Store.Commit(batch)).EnsureCommitted();
        }
    }

    public static string Id(int number) => $"inv_{number:d8}";

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
