namespace IntegrationFunctions.Platform.Documents.Transfer;

/// <summary>Takes in what <see cref="ExportTenant"/> wrote: first every line is checked, then they are written.</summary>
/// <param name="stores">Where they go.</param>
/// <param name="catalogue">The groups that there are.</param>
public sealed class ImportTenant(IDocumentStores stores, DocumentCatalogue catalogue)
{
    // Half of what a batch holds: there is room for one more document of any size beside it.
    private const int BatchBytes = DocumentBatch.MaxBytes / 2;

    /// <summary>
    /// Writes the documents over those of the same paths and leaves all others as they are, so that a second import of the same file gives the
    /// same. The store dates them anew.
    /// </summary>
    /// <param name="tenantId">Whose they become; the file may be another tenant's.</param>
    /// <param name="input">Read twice from its beginning, so it must be able to seek.</param>
    /// <param name="ct">Ends it between two batches.</param>
    /// <exception cref="TransferException">The file is not one of these, or a line of it is wrong; nothing was imported.</exception>
    public async Task<TransferFigures> Run(string tenantId, Stream input, CancellationToken ct = default)
    {
        var store = stores.ForTenant(tenantId);
        await Check(input, ct).ConfigureAwait(false);
        input.Position = 0;
        long documents = 0;
        var collections = new HashSet<CollectionPath>();
        DocumentBatch? batch = null;
        var bytes = 0L;
        await foreach (var (number, text) in TransferLines.Read(input, ct).ConfigureAwait(false))
        {
            if (number == 1)
            {
                continue;
            }
            var line = TransferLine.Parse(number, text, catalogue);
            var fits =
                batch is not null
                && batch.Collection == line.Path.Collection
                && batch.Count < DocumentBatch.MaxOperations
                && bytes + line.Content.Length <= BatchBytes
                && batch.Operations.All(operation => operation.Id != line.Path.Id);
            if (!fits)
            {
                await Write(store, batch, ct).ConfigureAwait(false);
                (batch, bytes) = (new(line.Path.Collection), 0);
                collections.Add(line.Path.Collection);
            }
            batch!.Put(line.Path.Id, line.Content, mustBeNew: false, ifMatch: null, line.ExpiresAt);
            bytes += line.Content.Length;
            documents++;
        }
        await Write(store, batch, ct).ConfigureAwait(false);
        return new(documents, collections.Count);
    }

    private async Task Check(Stream input, CancellationToken ct)
    {
        input.Position = 0;
        var last = 0L;
        await foreach (var (number, text) in TransferLines.Read(input, ct).ConfigureAwait(false))
        {
            last = number;
            if (number == 1)
            {
                TransferLine.CheckHeader(text);
            }
            else
            {
                TransferLine.Parse(number, text, catalogue);
            }
        }
        if (last == 0)
        {
            throw new TransferException(
                1,
                "The file is empty; its first line says what it is. Export the tenant anew."
            );
        }
    }

    private static async Task Write(IDocumentStore store, DocumentBatch? batch, CancellationToken ct)
    {
        if (batch is not null)
        {
            (await store.Commit(batch, ct).ConfigureAwait(false)).EnsureCommitted();
        }
    }
}
