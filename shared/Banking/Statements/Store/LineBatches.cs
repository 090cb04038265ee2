using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Banking.Statements.Store;

/// <summary>Cuts the lines of a statement into batches that keep both limits of a batch: operations and bytes.</summary>
internal static class LineBatches
{
    // Half: what is sealed grows by a third.
    private const int RoomInBytes = DocumentBatch.MaxBytes / 2;

    public static IEnumerable<DocumentBatch> Of(CollectionPath collection, IEnumerable<StatementLine> lines)
    {
        var batch = new DocumentBatch(collection);
        var bytes = 0;
        foreach (var line in lines)
        {
            var weight = UpperBound(line);
            if (batch.Count > 0 && (batch.Count == DocumentBatch.MaxOperations || bytes + weight > RoomInBytes))
            {
                yield return batch;
                batch = new DocumentBatch(collection);
                bytes = 0;
            }
            // Set, not Create: what an import that was cut short has left is written over with the same.
            batch.Set(line.Id, line, StoredStatementJson.Default.StatementLine);
            bytes += weight;
        }
        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    // A character takes six bytes at most (\uXXXX); 1,500 stand for the names and the short fields.
    private static int UpperBound(StatementLine line) =>
        1_500
        + 6
            * (
                line.Remittance.Sum(r => r.Length + 2)
                + line.CreditorReferences.Sum(r => r.Length + 2)
                + line.EndToEndIds.Sum(r => r.Length + 2)
                + (line.Counterparty?.Name?.Length ?? 0)
                + (line.Counterparty?.Account?.Length ?? 0)
                + (line.AdditionalInformation?.Length ?? 0)
                + (line.EntryReference?.Length ?? 0)
                + (line.ServicerReference?.Length ?? 0)
                + (line.TransactionId?.Length ?? 0)
                + (line.MandateId?.Length ?? 0)
            );
}
