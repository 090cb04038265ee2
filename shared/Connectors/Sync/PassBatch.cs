using System.Text.Json;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>A batch that knows how much of its limits is used. Room is left for the checkpoint that every batch ends with.</summary>
internal sealed class PassBatch(CollectionPath records)
{
    /// <summary>Bytes that a document, and all documents of a batch together, may take.</summary>
    public const int MaxBytes = DocumentBatch.MaxBytes - (128 * 1024);

    private int _bytes;

    public DocumentBatch Documents { get; private set; } = new(records);

    public int Count => Documents.Count;

    public static byte[] Serialize(RecordDocument record) =>
        JsonSerializer.SerializeToUtf8Bytes(record, SyncJson.Default.RecordDocument);

    public bool Fits(byte[] content) =>
        Count == 0 || (Count < DocumentBatch.MaxOperations - 1 && _bytes + content.Length <= MaxBytes);

    public void Add(string id, byte[] content)
    {
        Documents.Set(id, content);
        _bytes += content.Length;
    }

    public void Clear() => (Documents, _bytes) = (new(records), 0);
}
