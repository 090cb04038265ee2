using IntegrationFunctions.Platform.Documents.Updates;

namespace IntegrationFunctions.Platform.Documents.Transactions;

/// <summary>All that a transaction has said about one document, as the one operation that a batch may hold of it.</summary>
internal sealed record BufferedWrite
{
    public bool IsDelete { get; init; }

    /// <summary>Nothing may be stored when it is committed.</summary>
    public bool MustBeNew { get; init; }

    /// <summary>The whole content; null for a delete and for <see cref="Update"/>.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DocumentUpdate? Update { get; init; }

    public BufferedWrite With(DocumentUpdate update, DateTimeOffset now) =>
        Content is { } content
            ? this with
            {
                Content = FieldChanges.Apply(content, update, now),
                ExpiresAt = update.ChangesExpiry ? update.ExpiresAt : ExpiresAt,
            }
            : this with
            {
                Update = (Update ?? new()).Then(update),
            };

    public void AddTo(DocumentBatch batch, string id, bool wasRead, string? etag)
    {
        var mustBeNew = MustBeNew || (wasRead && etag is null);
        if (IsDelete)
        {
            _ = mustBeNew ? batch.Check(id, null) : batch.Delete(id, etag);
        }
        else if (Update is { } update)
        {
            batch.Update(id, update, etag);
        }
        else
        {
            batch.Put(id, Content!.Value, mustBeNew, etag, ExpiresAt);
        }
    }

    /// <summary>What the transaction's own reads see.</summary>
    public Document? Over(DocumentPath path, Document? stored, DateTimeOffset now)
    {
        if (IsDelete)
        {
            return null;
        }
        if (Update is { } update)
        {
            return stored is null
                ? null
                : stored with
                {
                    Content = FieldChanges.Apply(stored.Content, update, now),
                    UpdatedAt = now,
                    ExpiresAt = update.ChangesExpiry ? update.ExpiresAt : stored.ExpiresAt,
                };
        }
        return new(path, Content!.Value, stored?.ETag ?? "", stored?.CreatedAt ?? now, now) { ExpiresAt = ExpiresAt };
    }
}
