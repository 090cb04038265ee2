using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Sensitive;
using IntegrationFunctions.Platform.Documents.Updates;
using IntegrationFunctions.Platform.Messages;

namespace IntegrationFunctions.Platform.Events;

internal sealed class PublishingDocumentStore(
    IDocumentStore inner,
    IReadOnlyDictionary<string, PublishedGroup> groups,
    TimeProvider clock
) : IDocumentStore
{
    // Each time one of those who write at once is through.
    private const int Attempts = 1000;
    private const int RoomForTheRest = 8 * 1024;

    // As deep as the stores go.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };
    private static readonly byte[] Redaction = "\"[redacted]\""u8.ToArray();

    public string TenantId => inner.TenantId;

    public Task<Document?> Get(DocumentPath path, CancellationToken ct = default) => inner.Get(path, ct);

    public Task<IReadOnlyList<Document?>> GetMany(
        CollectionPath collection,
        IReadOnlyList<string> ids,
        CancellationToken ct = default
    ) => inner.GetMany(collection, ids, ct);

    public Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default) =>
        groups.TryGetValue(batch.Collection.Group, out var group)
        && batch.Operations.Any(operation => operation.Verb != DocumentVerb.Check)
            ? Publish(batch, group, ct)
            : inner.Commit(batch, ct);

    public Task<DocumentPage> Query(DocumentQuery query, CancellationToken ct = default) => inner.Query(query, ct);

    public Task<IReadOnlyList<double?>> Aggregate(
        DocumentQuery query,
        IReadOnlyList<DocumentAggregate> aggregates,
        CancellationToken ct = default
    ) => inner.Aggregate(query, aggregates, ct);

    public string CursorOf(DocumentQuery query, Document document) => inner.CursorOf(query, document);

    public Task<IReadOnlyList<CollectionPath>> Collections(CancellationToken ct = default) => inner.Collections(ct);

    public Task<ChangePage> ReadChanges(
        CollectionPath collection,
        string? cursor,
        int limit,
        CancellationToken ct = default
    ) => inner.ReadChanges(collection, cursor, limit, ct);

    public Task WaitForChange(CollectionPath collection, string? cursor, CancellationToken ct = default) =>
        inner.WaitForChange(collection, cursor, ct);

    /// <summary>
    /// Before and after must belong together: what was read is demanded of the store as well. A write that demanded nothing itself is tried anew
    /// where somebody came between.
    /// </summary>
    private async Task<CommitResult> Publish(DocumentBatch batch, PublishedGroup group, CancellationToken ct)
    {
        var ids = batch.Operations.Where(o => o.Verb != DocumentVerb.Check).Select(o => o.Id).Distinct().ToList();
        for (var attempt = 1; ; attempt++)
        {
            var found = await inner.GetMany(batch.Collection, ids, ct).ConfigureAwait(false);
            var before = ids.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
            var told = Tell(batch, group, before);
            var held = batch.With(batch.Operations.Select(operation => Hold(operation, before)));
            if (told.Count > 0)
            {
                held.Send(Message(told));
            }
            var result = await inner.Commit(held, ct).ConfigureAwait(false);
            if (
                result.Conflict is not { } conflict
                || attempt == Attempts
                || batch.Operations.First(o => o.Id == conflict.Id) is var refused
                    && (refused.IfMatch is not null || refused.Verb is DocumentVerb.Create or DocumentVerb.Check)
                || (conflict.Reason == ConflictReason.NotFound && before[conflict.Id] is null)
            )
            {
                return result;
            }
        }
    }

    // A set over nothing becomes a create, and a write over something demands it.
    private static DocumentOperation Hold(DocumentOperation operation, Dictionary<string, Document?> before)
    {
        if (operation.Verb is DocumentVerb.Create or DocumentVerb.Check || operation.IfMatch is not null)
        {
            return operation;
        }
        return before[operation.Id] switch
        {
            { } there => operation with { IfMatch = there.ETag },
            null when operation.Verb == DocumentVerb.Set => operation with { Verb = DocumentVerb.Create },
            null => operation,
        };
    }

    private List<PublishedChange> Tell(DocumentBatch batch, PublishedGroup group, Dictionary<string, Document?> before)
    {
        var told = new List<PublishedChange>();
        foreach (var operation in batch.Operations)
        {
            if (operation.Verb == DocumentVerb.Check)
            {
                continue;
            }
            var there = before[operation.Id];
            var after = After(operation, there);
            if (
                (there is null && after is null)
                // The store says what is wrong with it.
                || (after is { } given && !IsObject(given))
                || (there is not null && after is { } other && IsSame(there.Content, other, group.Quiet))
            )
            {
                continue;
            }
            var verb =
                there is null ? ChangeVerb.Created
                : after is null ? ChangeVerb.Deleted
                : ChangeVerb.Updated;
            var (shownBefore, shownAfter) = (Show(there?.Content, group.Redacted), Show(after, group.Redacted));
            // What is stored under the hash of a credential is told by its public id.
            var id = PublicId(shownAfter ?? shownBefore) ?? operation.Id;
            told.Add(new(group.Type, batch.Collection.Document(id).ToString(), verb, shownBefore, shownAfter));
        }
        return told;
    }

    private static bool IsObject(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content, Deep);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? PublicId(JsonElement? document) =>
        document is { } json && json.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;

    private static bool IsSame(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, IReadOnlyList<string> quiet)
    {
        if (before.Span.SequenceEqual(after.Span))
        {
            return true;
        }
        if (quiet.Count == 0)
        {
            return false;
        }
        var (one, two) = (JsonNode.Parse(before.Span)!.AsObject(), JsonNode.Parse(after.Span)!.AsObject());
        foreach (var field in quiet)
        {
            one.Remove(field);
            two.Remove(field);
        }
        return JsonNode.DeepEquals(one, two);
    }

    private ReadOnlyMemory<byte>? After(DocumentOperation operation, Document? there) =>
        operation.Verb switch
        {
            DocumentVerb.Create or DocumentVerb.Set => operation.Content,
            DocumentVerb.Update when there is not null => FieldChanges.Apply(
                there.Content,
                operation.Update!,
                clock.GetUtcNow()
            ),
            // Untyped, a null would become an empty document.
            _ => (ReadOnlyMemory<byte>?)null,
        };

    private static JsonElement? Show(ReadOnlyMemory<byte>? content, SealedFields? redacted)
    {
        if (content is not { } json)
        {
            return null;
        }
        var spans = redacted is null ? [] : SealedSpans.Plain(json.Span, redacted);
        var shown = spans.Count == 0 ? json.ToArray() : SealedSpans.Replace(json.Span, spans, _ => Redaction);
        using var document = JsonDocument.Parse(shown, Deep);
        return document.RootElement.Clone();
    }

    private OutgoingMessage Message(List<PublishedChange> told)
    {
        var now = clock.GetUtcNow();
        var changes = new PublishedChanges(now, ChangeOrigin.Current, told);
        var body = JsonSerializer.SerializeToUtf8Bytes(changes, PublishedChangesJson.Default.PublishedChanges);
        if (body.Length > MessageLimits.ContentBytes - RoomForTheRest)
        {
            changes = changes with
            {
                Changes = [.. told.Select(c => c with { Before = null, After = null, Omitted = true })],
            };
            body = JsonSerializer.SerializeToUtf8Bytes(changes, PublishedChangesJson.Default.PublishedChanges);
        }
        return new(PublishedChanges.Queue, Identifiers.New("chg", clock), TenantId, body) { OrderingKey = TenantId };
    }
}
