using System.Net;
using System.Text.Json;
using IntegrationFunctions.Platform.Documents.Updates;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>
/// Writes a batch: reads what it is about, decides, and writes with what was read demanded. Where another writer came between, or nobody knows
/// whether the write was done, it is read and decided anew; our own etags tell what is ours already.
/// </summary>
internal sealed class CosmosWrites(
    CosmosContainers containers,
    DocumentStoreOptions options,
    TimeProvider clock,
    string tenant
)
{
    private const int MaxAttempts = 50;

    // The service's own: another write of the item was under way.
    private const HttpStatusCode RetryWith = (HttpStatusCode)449;

    private readonly record struct Write(CosmosItem Item, string? Replaces);

    // What an attempt does: items that it writes, and ids that must be free.
    private sealed record Attempt(List<Write> Writes, List<string> Free)
    {
        public bool WritesNothing => Writes.Count == 0;
    }

    public async Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct)
    {
        var container = await containers.Of(batch.Collection.Group).ConfigureAwait(false);
        var partition = CosmosItem.PartitionOf(tenant, batch.Collection);
        var operations = batch.Operations;
        var etags = operations.Select(_ => Guid.NewGuid().ToString("n")).ToArray();
        var messages = batch.Messages.Select((m, i) => CosmosMessage.Of(partition, m, i, clock.GetUtcNow())).ToArray();
        Attempt? unknown = null;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            // Most new documents are new: they are not looked for first.
            var blind = attempt == 0 && operations.All(o => o.Verb == DocumentVerb.Create);
            var stored = blind
                ? new CosmosItem?[operations.Count]
                : await Read(container, partition, operations, ct).ConfigureAwait(false);
            if (unknown is not null)
            {
                if (Array.Exists(stored, item => etags.Contains(item?.ETag, StringComparer.Ordinal)))
                {
                    return Done(operations, etags);
                }
                CheckUntouched(batch.Collection, unknown, stored);
            }
            var now = clock.GetUtcNow();
            for (var i = 0; i < operations.Count; i++)
            {
                if (Conflict(operations[i], stored[i] is { } item && item.IsThere(now) ? item : null) is { } reason)
                {
                    return new([], new(operations[i].Id, reason));
                }
            }
            var plan = Plan(batch.Collection, partition, operations, stored, etags, now);
            var onlyChecks = operations.All(o => o.Verb == DocumentVerb.Check);
            if (messages.Length == 0 && (onlyChecks || plan.WritesNothing))
            {
                return Done(operations, etags);
            }
            switch (await Send(container, partition, plan, messages, ct).ConfigureAwait(false))
            {
                case < (HttpStatusCode)300:
                    return Done(operations, etags);
                case HttpStatusCode.Conflict
                or HttpStatusCode.PreconditionFailed
                or HttpStatusCode.FailedDependency
                or RetryWith:
                    break;
                case HttpStatusCode.NotFound when plan.Writes.Exists(w => w.Replaces is not null):
                    break;
                case HttpStatusCode.RequestTimeout or HttpStatusCode.ServiceUnavailable:
                    unknown = plan;
                    break;
                case HttpStatusCode.RequestEntityTooLarge:
                    throw new ArgumentException(
                        $"A batch for {batch.Collection} is over Cosmos DB's 2 MB once numbers are kept to the digit. Split it, or put large content into a blob."
                    );
                case var status:
                    throw CosmosCalls.Unexpected("write", status);
            }
        }
        throw new StorageException(
            unknown is null
                ? $"A batch for {batch.Collection} lost against other writers {MaxAttempts} times. Spread what so many write at once over several documents."
                : $"Cosmos DB did not say whether it wrote a batch for {batch.Collection}. Read the documents before you write them again."
        );
    }

    // Nothing of ours is there. Where something else has come over it meanwhile, nobody can tell whether ours was there in between.
    private static void CheckUntouched(CollectionPath collection, Attempt unknown, CosmosItem?[] stored)
    {
        foreach (var (item, replaces) in unknown.Writes)
        {
            if (Array.Find(stored, other => other?.Path.Id == item.Path.Id)?.StoredETag != replaces)
            {
                throw new StorageException(
                    $"Nobody knows whether a batch for {collection} was written: Cosmos DB did not answer, and '{item.Path.Id}' was changed by "
                        + "somebody else since. Read the documents before you write them again."
                );
            }
        }
    }

    private Attempt Plan(
        CollectionPath collection,
        string partition,
        IReadOnlyList<DocumentOperation> operations,
        CosmosItem?[] stored,
        string[] etags,
        DateTimeOffset now
    )
    {
        var plan = new Attempt([], []);
        var over = new List<Write>();
        for (var i = 0; i < operations.Count; i++)
        {
            var (verb, item) = (operations[i].Verb, stored[i]);
            var isOver = item is { Deleted: false } && !item.IsThere(now);
            if (item is null && verb == DocumentVerb.Check)
            {
                plan.Free.Add(operations[i].Id);
            }
            else if (isOver && verb is DocumentVerb.Check or DocumentVerb.Delete)
            {
                // Its time has come, and nobody has buried it yet.
                (verb == DocumentVerb.Check ? plan.Writes : over).Add(
                    new(Grave(item!, etags[i], now), item!.StoredETag)
                );
            }
            else if (Next(collection, partition, operations[i], item, etags[i], now) is { } next)
            {
                plan.Writes.Add(new(next, item?.StoredETag));
            }
        }
        plan.Writes.InsertRange(0, over);
        for (var i = 0; i < plan.Writes.Count; i++)
        {
            plan.Writes[i] = plan.Writes[i] with { Item = plan.Writes[i].Item with { Place = i } };
        }
        return plan;
    }

    private static CommitResult Done(IReadOnlyList<DocumentOperation> operations, string[] etags) =>
        new(
            [.. operations.Select((o, i) => o.Verb is DocumentVerb.Delete or DocumentVerb.Check ? null : etags[i])],
            null
        );

    private async Task<CosmosItem?[]> Read(
        Container container,
        string partition,
        IReadOnlyList<DocumentOperation> operations,
        CancellationToken ct
    )
    {
        var found = await CosmosReads
            .Many(containers, container, partition, [.. operations.Select(o => o.Id)], ct)
            .ConfigureAwait(false);
        return [.. operations.Select(o => found.GetValueOrDefault(o.Id))];
    }

    private static ConflictReason? Conflict(DocumentOperation operation, CosmosItem? there) =>
        operation switch
        {
            { Verb: DocumentVerb.Create } or { Verb: DocumentVerb.Check, IfMatch: null } => there is null
                ? null
                : ConflictReason.AlreadyExists,
            { Verb: DocumentVerb.Update } when there is null => ConflictReason.NotFound,
            { IfMatch: null } => null,
            _ when there is null => ConflictReason.NotFound,
            _ => there.ETag == operation.IfMatch ? null : ConflictReason.ETagMismatch,
        };

    // The item that is to be stored; null where there is nothing to write.
    private CosmosItem? Next(
        CollectionPath collection,
        string partition,
        DocumentOperation operation,
        CosmosItem? stored,
        string etag,
        DateTimeOffset now
    )
    {
        var there = stored?.IsThere(now) == true ? stored : null;
        switch (operation.Verb)
        {
            case DocumentVerb.Check:
                // Written as it is, be it a grave: Cosmos DB demands an etag of nothing that it does not write.
                return stored;
            case DocumentVerb.Delete:
                return there is null ? null : Grave(there, etag, now);
            default:
                var path = collection.Document(operation.Id);
                var content =
                    operation.Verb == DocumentVerb.Update
                        ? FieldChanges.Apply(there!.Content, operation.Update!, now)
                        : operation.Content;
                if (operation.Verb == DocumentVerb.Update)
                {
                    UpdateRules.CheckResult(path, content);
                }
                var expires = operation switch
                {
                    { Verb: not DocumentVerb.Update } => operation.ExpiresAt,
                    { Update.ChangesExpiry: true } => operation.Update.ExpiresAt,
                    _ => there!.Expires,
                };
                return new()
                {
                    Partition = partition,
                    Tenant = tenant,
                    Path = path,
                    Content = content,
                    ETag = etag,
                    Version = (there?.Version ?? 0) + 1,
                    Created = there?.Created ?? now,
                    Updated = now,
                    Expires = expires?.ToUniversalTime(),
                    // A net below our own house-keeping, which tells the feed of it.
                    TimeToLive = expires is { } at ? Seconds(at - now + options.ChangeRetention) : null,
                };
        }
    }

    /// <summary>What stays of a document, for readers of the change feed.</summary>
    public CosmosItem Grave(CosmosItem there, string etag, DateTimeOffset now) =>
        there with
        {
            ETag = etag,
            Version = there.Version + 1,
            Updated = now,
            Deleted = true,
            TimeToLive = Seconds(options.ChangeRetention + TimeSpan.FromDays(1)),
        };

    private static int Seconds(TimeSpan time) => (int)Math.Clamp(time.TotalSeconds, 1, int.MaxValue);

    private async Task<HttpStatusCode> Send(
        Container container,
        string partition,
        Attempt plan,
        CosmosMessage[] messages,
        CancellationToken ct
    )
    {
        if (plan is { Writes: [var one], Free: [] } && messages.Length == 0)
        {
            using var body = new MemoryStream(one.Item.ToUtf8());
            using var response = await containers
                .Calls.Send(
                    "write",
                    () =>
                    {
                        // The client disposes of what it sent; a repeat needs it anew.
                        var copy = new MemoryStream(body.ToArray());
                        return one.Replaces is { } etag
                            ? container.ReplaceItemStreamAsync(
                                copy,
                                CosmosItem.IdOf(one.Item.Path.Id),
                                new(partition),
                                new() { IfMatchEtag = etag },
                                ct
                            )
                            : container.CreateItemStreamAsync(copy, new(partition), cancellationToken: ct);
                    },
                    ct
                )
                .ConfigureAwait(false);
            return response.StatusCode;
        }
        using var answer = await containers
            .Calls.Send(
                "batch",
                () =>
                {
                    var batch = container.CreateTransactionalBatch(new(partition));
                    foreach (var id in plan.Free)
                    {
                        // An id is free where it can be taken; it is given back at once.
                        batch.CreateItemStream(new MemoryStream(CosmosItem.Guard(partition, id)));
                        batch.DeleteItem(CosmosItem.IdOf(id));
                    }
                    foreach (var (item, replaces) in plan.Writes)
                    {
                        var stream = new MemoryStream(item.ToUtf8());
                        _ = replaces is { } etag
                            ? batch.ReplaceItemStream(
                                CosmosItem.IdOf(item.Path.Id),
                                stream,
                                new() { IfMatchEtag = etag }
                            )
                            : batch.CreateItemStream(stream);
                    }
                    foreach (var message in messages)
                    {
                        batch.CreateItemStream(
                            new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(message, CosmosMessage.Json))
                        );
                    }
                    return batch.ExecuteAsync(ct);
                },
                ct
            )
            .ConfigureAwait(false);
        return answer.StatusCode;
    }
}
