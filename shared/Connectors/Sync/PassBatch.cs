using System.Text.Json;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>A batch that knows how much of its limits is used. Room is left for the checkpoint that every batch ends with.</summary>
/// <param name="records">Where it writes.</param>
/// <param name="mapper">Whose activation the batch holds on to: nothing is written where another mapping took its place meanwhile.</param>
internal sealed class PassBatch(CollectionPath records, RecordMapper? mapper = null)
{
    /// <summary>Bytes that a document, and all documents of a batch together, may take.</summary>
    public const int MaxBytes = DocumentBatch.MaxBytes - (128 * 1024);

    private int _bytes;

    public DocumentBatch Documents { get; private set; } = Begin(records, mapper);

    public int Count { get; private set; }

    public static byte[] Serialize(RecordDocument record) =>
        JsonSerializer.SerializeToUtf8Bytes(record, SyncJson.Default.RecordDocument);

    public bool Fits(byte[] content) =>
        Count == 0 || (Documents.Count < DocumentBatch.MaxOperations - 1 && _bytes + content.Length <= MaxBytes);

    public void Add(string id, byte[] content, string? ifMatch = null)
    {
        Documents.Put(id, content, mustBeNew: false, ifMatch, expiresAt: null);
        _bytes += content.Length;
        Count++;
    }

    public void Clear() => (Documents, _bytes, Count) = (Begin(records, mapper), 0, 0);

    private static DocumentBatch Begin(CollectionPath records, RecordMapper? mapper)
    {
        var batch = new DocumentBatch(records);
        return mapper?.ActivationETag is { } etag ? batch.Check(ActiveMapping.Id, etag) : batch;
    }
}
