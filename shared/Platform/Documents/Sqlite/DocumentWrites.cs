using System.Text.Json;
using IntegrationFunctions.Platform.Documents.Updates;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>Applies a batch: first everything is checked, then everything is written, so a conflict leaves nothing to undo.</summary>
internal static class DocumentWrites
{
    private readonly record struct Stored(long Key, long Sequence, long Created);

    /// <summary>The contents of creates and sets as they are stored; made before the writer's thread comes to the batch.</summary>
    /// <exception cref="ArgumentException">One is not JSON.</exception>
    public static ReadOnlyMemory<byte>[] Encode(DocumentBatch batch) =>
        [.. batch.Operations.Select(operation => Encode(batch, operation))];

    private static ReadOnlyMemory<byte> Encode(DocumentBatch batch, DocumentOperation operation)
    {
        if (operation.Verb is not (DocumentVerb.Create or DocumentVerb.Set))
        {
            return default;
        }
        try
        {
            return Jsonb.Encode(operation.Content.Span);
        }
        catch (JsonException e)
        {
            throw new ArgumentException(
                $"The content of {batch.Collection.Document(operation.Id)} is not JSON: {e.Message}",
                e
            );
        }
    }

    public static CommitResult Apply(
        SqliteWriteScope scope,
        CollectionKeys keys,
        CommitNumbers numbers,
        string tenant,
        DocumentBatch batch,
        ReadOnlyMemory<byte>[] contents,
        DateTimeOffset now
    )
    {
        var operations = batch.Operations;
        if (operations.Count == 0)
        {
            return new([], null);
        }
        var collection = keys.ForWrite(scope, tenant, batch.Collection);
        if (operations is [{ Verb: DocumentVerb.Create }])
        {
            return CreateOne(scope, numbers, collection, operations[0], contents[0], now.UtcTicks);
        }
        var stored = new Stored?[operations.Count];
        for (var i = 0; i < stored.Length; i++)
        {
            stored[i] = Find(scope, collection.Key, operations[i].Id);
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
        var first = numbers.NextSequence(scope);
        for (var i = 0; i < stored.Length; i++)
        {
            var sequence = first + i;
            switch (operations[i].Verb)
            {
                case DocumentVerb.Check:
                    continue;
                case DocumentVerb.Delete:
                    Delete(scope, collection, operations[i], stored[i], sequence, now.UtcTicks);
                    continue;
                case DocumentVerb.Update:
                    var updated = Updated(scope, batch, operations[i], stored[i]!.Value, now);
                    Put(scope, collection, operations[i], updated, stored[i], sequence, now.UtcTicks);
                    break;
                default:
                    Put(scope, collection, operations[i], contents[i], stored[i], sequence, now.UtcTicks);
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
        ReadOnlyMemory<byte> content,
        long now
    )
    {
        var sequence = numbers.NextSequence(scope);
        return Insert(scope, collection, operation, content, sequence, now)
            ? new([DocumentReads.ETag(sequence)], null)
            : new([], new CommitConflict(operation.Id, ConflictReason.AlreadyExists));
    }

    private static bool Insert(
        SqliteWriteScope scope,
        CollectionKey collection,
        DocumentOperation operation,
        ReadOnlyMemory<byte> content,
        long sequence,
        long now
    )
    {
        var inserted = scope
            .Prepare(
                "INSERT INTO documents(collection, id, sequence, created, updated, content, owner, grp, path) "
                    + "VALUES(?1,?2,?3,?4,?4,?5,?6,?7,?8) ON CONFLICT(collection, id) DO NOTHING"
            )
            .Bind(1, collection.Key)
            .Bind(2, operation.Id)
            .Bind(3, sequence)
            .Bind(4, now)
            .BindBlob(5, content.Span)
            .Bind(6, collection.Owner)
            .Bind(7, collection.Group)
            .Bind(8, collection.PathOf(operation.Id))
            .Run();
        if (inserted == 1)
        {
            Record(scope, collection.Key, operation.Id, ChangeKind.Created, sequence, now, now, sequence);
        }
        return inserted == 1;
    }

    private static Stored? Find(SqliteWriteScope scope, long collection, string id)
    {
        var row = scope
            .Prepare("SELECT key, sequence, created FROM documents WHERE collection=?1 AND id=?2")
            .Bind(1, collection)
            .Bind(2, id);
        if (!row.Step())
        {
            return null;
        }
        var stored = new Stored(row.Int64(0), row.Int64(1), row.Int64(2));
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
        ReadOnlyMemory<byte> content,
        Stored? stored,
        long sequence,
        long now
    )
    {
        if (stored is not { } old)
        {
            Insert(scope, collection, operation, content, sequence, now);
            return;
        }
        KeepVersion(scope, old);
        scope
            .Prepare("UPDATE documents SET sequence=?2, updated=?3, content=?4 WHERE key=?1")
            .Bind(1, old.Key)
            .Bind(2, sequence)
            .Bind(3, now)
            .BindBlob(4, content.Span)
            .Run();
        Record(scope, collection.Key, operation.Id, ChangeKind.Updated, sequence, old.Created, now, sequence);
    }

    // What the update makes of the stored content, as it is stored.
    private static ReadOnlyMemory<byte> Updated(
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
        return Jsonb.Encode(updated);
    }

    private static void Delete(
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
            return;
        }
        KeepVersion(scope, old);
        scope.Prepare("DELETE FROM documents WHERE key=?1").Bind(1, old.Key).Run();
        // The entry of a delete shows the last content, which is the version before it.
        Record(scope, collection.Key, operation.Id, ChangeKind.Deleted, sequence, old.Created, now, old.Sequence);
    }

    private static void KeepVersion(SqliteWriteScope scope, Stored old) =>
        scope
            .Prepare(
                "INSERT INTO documents_versions(sequence, content) SELECT sequence, content FROM documents WHERE key=?1"
            )
            .Bind(1, old.Key)
            .Run();

    private static void Record(
        SqliteWriteScope scope,
        long collection,
        string id,
        ChangeKind kind,
        long sequence,
        long created,
        long updated,
        long shows
    ) =>
        scope
            .Prepare(
                "INSERT INTO documents_changes(collection, sequence, kind, id, created, updated, shows) VALUES(?1,?2,?3,?4,?5,?6,?7)"
            )
            .Bind(1, collection)
            .Bind(2, sequence)
            .Bind(3, (long)kind)
            .Bind(4, id)
            .Bind(5, created)
            .Bind(6, updated)
            .Bind(7, shows)
            .Run();
}
