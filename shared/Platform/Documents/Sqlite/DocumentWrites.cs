using System.Text.Json;
using IntegrationFunctions.Platform.Documents.Updates;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>Applies a batch: first everything is checked, then everything is written, so a conflict leaves nothing to undo.</summary>
internal static class DocumentWrites
{
    internal readonly record struct Stored(long Key, long Sequence, long Created, long? Expires);

    /// <summary>The operations with their contents as they are stored; made before the writer's thread comes to the batch.</summary>
    /// <exception cref="ArgumentException">A content is not JSON.</exception>
    public static IReadOnlyList<DocumentOperation> Encode(DocumentBatch batch) =>
        [.. batch.Operations.Select(operation => Encode(batch, operation))];

    private static DocumentOperation Encode(DocumentBatch batch, DocumentOperation operation)
    {
        if (operation.Verb is not (DocumentVerb.Create or DocumentVerb.Set))
        {
            return operation;
        }
        try
        {
            return operation with { Content = Jsonb.Encode(operation.Content.Span) };
        }
        catch (JsonException e)
        {
            throw new ArgumentException(
                $"The content of {batch.Collection.Document(operation.Id)} is not JSON: {e.Message}",
                e
            );
        }
    }

    /// <summary>Writes the batch; <paramref name="operations"/> as <see cref="Encode(DocumentBatch)"/> gives them.</summary>
    public static CommitResult Apply(
        SqliteWriteScope scope,
        CollectionKeys keys,
        CommitNumbers numbers,
        string tenant,
        DocumentBatch batch,
        IReadOnlyList<DocumentOperation> operations,
        DateTimeOffset now
    )
    {
        if (operations.Count == 0)
        {
            return new([], null);
        }
        var collection = keys.ForWrite(scope, tenant, batch.Collection);
        if (operations is [{ Verb: DocumentVerb.Create }])
        {
            return CreateOne(scope, numbers, collection, operations[0], now.UtcTicks);
        }
        var stored = new Stored?[operations.Count];
        List<(string Id, Stored Stored)>? expired = null;
        for (var i = 0; i < stored.Length; i++)
        {
            stored[i] = Find(scope, collection.Key, operations[i].Id);
            if (stored[i] is { } old && old.Expires <= now.UtcTicks)
            {
                (expired ??= []).Add((operations[i].Id, old));
                stored[i] = null;
            }
            if (Conflict(operations[i], stored[i]) is { } reason)
            {
                return new([], new CommitConflict(operations[i].Id, reason));
            }
        }
        var etags = new string?[operations.Count];
        if (operations.All(operation => operation.Verb == DocumentVerb.Check))
        {
            return new(etags, null);
        }
        if (expired is not null)
        {
            // In a commit of their own: the batch has no places left for them.
            var burial = numbers.NextSequence(scope);
            for (var i = 0; i < expired.Count; i++)
            {
                Remove(scope, collection.Key, expired[i].Id, expired[i].Stored, burial + i, now.UtcTicks);
            }
        }
        var first = numbers.NextSequence(scope);
        for (var i = 0; i < stored.Length; i++)
        {
            var sequence = first + i;
            switch (operations[i].Verb)
            {
                case DocumentVerb.Check:
                    continue;
                case DocumentVerb.Delete:
                    if (stored[i] is { } old)
                    {
                        Remove(scope, collection.Key, operations[i].Id, old, sequence, now.UtcTicks);
                    }
                    continue;
                case DocumentVerb.Update:
                    Put(
                        scope,
                        collection,
                        Updated(scope, batch, operations[i], stored[i]!.Value, now),
                        stored[i],
                        sequence,
                        now.UtcTicks
                    );
                    break;
                default:
                    Put(scope, collection, operations[i], stored[i], sequence, now.UtcTicks);
                    break;
            }
            etags[i] = DocumentReads.ETag(sequence);
        }
        return new(etags, null);
    }

    // The commonest batch: the unique key finds the conflict, and nothing was written before it.
    private static CommitResult CreateOne(
        SqliteWriteScope scope,
        CommitNumbers numbers,
        CollectionKey collection,
        DocumentOperation operation,
        long now
    )
    {
        var sequence = numbers.NextSequence(scope);
        if (Insert(scope, collection, operation, sequence, now))
        {
            return new([DocumentReads.ETag(sequence)], null);
        }
        if (Find(scope, collection.Key, operation.Id) is not { } old || !(old.Expires <= now))
        {
            return new([], new CommitConflict(operation.Id, ConflictReason.AlreadyExists));
        }
        Remove(scope, collection.Key, operation.Id, old, sequence, now);
        sequence = numbers.NextSequence(scope);
        Insert(scope, collection, operation, sequence, now);
        return new([DocumentReads.ETag(sequence)], null);
    }

    private static bool Insert(
        SqliteWriteScope scope,
        CollectionKey collection,
        DocumentOperation operation,
        long sequence,
        long now
    )
    {
        var inserted = scope
            .Prepare(
                "INSERT INTO documents(collection, id, sequence, created, updated, content, owner, grp, path, expires) "
                    + "VALUES(?1,?2,?3,?4,?4,?5,?6,?7,?8,?9) ON CONFLICT(collection, id) DO NOTHING"
            )
            .Bind(1, collection.Key)
            .Bind(2, operation.Id)
            .Bind(3, sequence)
            .Bind(4, now)
            .BindBlob(5, operation.Content.Span)
            .Bind(6, collection.Owner)
            .Bind(7, collection.Group)
            .Bind(8, collection.PathOf(operation.Id))
            .Bind(9, operation.ExpiresAt?.UtcTicks)
            .Run();
        if (inserted == 1)
        {
            Record(
                scope,
                collection.Key,
                operation.Id,
                new(ChangeKind.Created, sequence, now, now, sequence, operation.ExpiresAt?.UtcTicks, null)
            );
        }
        return inserted == 1;
    }

    private static Stored? Find(SqliteWriteScope scope, long collection, string id)
    {
        var row = scope
            .Prepare("SELECT key, sequence, created, expires FROM documents WHERE collection=?1 AND id=?2")
            .Bind(1, collection)
            .Bind(2, id);
        if (!row.Step())
        {
            return null;
        }
        var stored = new Stored(row.Int64(0), row.Int64(1), row.Int64(2), row.IsNull(3) ? null : row.Int64(3));
        row.Reset();
        return stored;
    }

    private static ConflictReason? Conflict(DocumentOperation operation, Stored? stored) =>
        operation switch
        {
            { Verb: DocumentVerb.Create } or { Verb: DocumentVerb.Check, IfMatch: null } => stored is null
                ? null
                : ConflictReason.AlreadyExists,
            { Verb: DocumentVerb.Update } when stored is null => ConflictReason.NotFound,
            { IfMatch: null } => null,
            _ when stored is null => ConflictReason.NotFound,
            _ => operation.IfMatch == DocumentReads.ETag(stored.Value.Sequence) ? null : ConflictReason.ETagMismatch,
        };

    private static void Put(
        SqliteWriteScope scope,
        CollectionKey collection,
        DocumentOperation operation,
        Stored? stored,
        long sequence,
        long now
    )
    {
        if (stored is not { } old)
        {
            Insert(scope, collection, operation, sequence, now);
            return;
        }
        KeepVersion(scope, old);
        scope
            .Prepare("UPDATE documents SET sequence=?2, updated=?3, content=?4, expires=?5 WHERE key=?1")
            .Bind(1, old.Key)
            .Bind(2, sequence)
            .Bind(3, now)
            .BindBlob(4, operation.Content.Span)
            .Bind(5, operation.ExpiresAt?.UtcTicks)
            .Run();
        Record(
            scope,
            collection.Key,
            operation.Id,
            new(ChangeKind.Updated, sequence, old.Created, now, sequence, operation.ExpiresAt?.UtcTicks, old.Sequence)
        );
    }

    // The update becomes the write of what it makes of the stored content.
    private static DocumentOperation Updated(
        SqliteWriteScope scope,
        DocumentBatch batch,
        DocumentOperation operation,
        Stored stored,
        DateTimeOffset now
    )
    {
        var row = scope.Prepare("SELECT content FROM documents WHERE key=?1").Bind(1, stored.Key);
        row.Step();
        var content = Jsonb.Decode(row.Span(0));
        row.Reset();
        var updated = FieldChanges.Apply(content, operation.Update!, now);
        UpdateRules.CheckResult(batch.Collection.Document(operation.Id), updated);
        DateTimeOffset? kept = stored.Expires is { } ticks ? DocumentReads.Time(ticks) : null;
        return operation with
        {
            Content = Jsonb.Encode(updated),
            ExpiresAt = operation.Update!.ChangesExpiry ? operation.Update.ExpiresAt : kept,
        };
    }

    /// <summary>Takes a document away and tells the feed; the entry shows the last content, which is the version before it.</summary>
    internal static void Remove(SqliteWriteScope scope, long collection, string id, Stored old, long sequence, long now)
    {
        KeepVersion(scope, old);
        scope.Prepare("DELETE FROM documents WHERE key=?1").Bind(1, old.Key).Run();
        Record(
            scope,
            collection,
            id,
            new(ChangeKind.Deleted, sequence, old.Created, now, old.Sequence, null, old.Sequence)
        );
    }

    private static void KeepVersion(SqliteWriteScope scope, Stored old) =>
        scope
            .Prepare(
                "INSERT INTO documents_versions(sequence, content) SELECT sequence, content FROM documents WHERE key=?1"
            )
            .Bind(1, old.Key)
            .Run();

    // Supersedes is the entry before it of the same document: house-keeping goes by it.
    private readonly record struct Entry(
        ChangeKind Kind,
        long Sequence,
        long Created,
        long Updated,
        long Shows,
        long? Expires,
        long? Supersedes
    );

    private static void Record(SqliteWriteScope scope, long collection, string id, in Entry entry) =>
        scope
            .Prepare(
                "INSERT INTO documents_changes(collection, sequence, kind, id, created, updated, shows, expires, supersedes) "
                    + "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)"
            )
            .Bind(1, collection)
            .Bind(2, entry.Sequence)
            .Bind(3, (long)entry.Kind)
            .Bind(4, id)
            .Bind(5, entry.Created)
            .Bind(6, entry.Updated)
            .Bind(7, entry.Shows)
            .Bind(8, entry.Expires)
            .Bind(9, entry.Supersedes)
            .Run();
}
