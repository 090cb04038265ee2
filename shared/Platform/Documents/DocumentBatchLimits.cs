using IntegrationFunctions.Platform.Documents.Updates;

namespace IntegrationFunctions.Platform.Documents;

/// <summary>What every store refuses before it writes, so that what runs on a laptop runs on Cosmos DB.</summary>
internal static class DocumentBatchLimits
{
    /// <exception cref="ArgumentException">The batch is over the limits or names an id twice.</exception>
    public static void Check(DocumentBatch batch, string tenantId)
    {
        if (batch.Count > DocumentBatch.MaxOperations)
        {
            throw new ArgumentException(
                $"A batch for {batch.Collection} holds {batch.Count} operations (documents and messages together, checks that there is none twice); "
                    + $"at most {DocumentBatch.MaxOperations} are allowed. Split it."
            );
        }
        var bytes = 0L;
        var ids = batch.Operations.Count > 1 ? new HashSet<string>(StringComparer.Ordinal) : null;
        foreach (var operation in batch.Operations)
        {
            if (ids?.Add(operation.Id) == false)
            {
                throw new ArgumentException(
                    $"A batch for {batch.Collection} names '{operation.Id}' twice. Write its final state once; a write can demand an etag by itself."
                );
            }
            bytes += CheckOperation(batch, operation);
        }
        foreach (var message in batch.Messages)
        {
            if (message.TenantId != tenantId)
            {
                throw new ArgumentException(
                    $"A batch for {batch.Collection} of tenant {tenantId} sends a message ({message.Id}) for tenant {message.TenantId}. "
                        + "A batch reaches its own tenant only."
                );
            }
            bytes += message.Body.Length;
        }
        if (bytes > DocumentBatch.MaxBytes)
        {
            throw new ArgumentException(
                $"A batch for {batch.Collection} holds {bytes} bytes; at most {DocumentBatch.MaxBytes} are allowed, "
                    + "in all and in a single document. Split it, or put large content into a blob."
            );
        }
    }

    private static long CheckOperation(DocumentBatch batch, DocumentOperation operation)
    {
        if (operation.Verb == DocumentVerb.Update)
        {
            return UpdateRules.Check(batch.Collection.Document(operation.Id), operation.Update);
        }
        var hasContent = operation.Verb is DocumentVerb.Create or DocumentVerb.Set;
        return !hasContent || operation.Content.Span is [(byte)'{', ..]
            ? operation.Content.Length
            : throw new ArgumentException(
                $"The content of {batch.Collection}/{operation.Id} is not a JSON object, and documents are."
            );
    }
}
