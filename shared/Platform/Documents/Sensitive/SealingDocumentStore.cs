using System.Text.Json;
using IntegrationFunctions.Platform.Secrets;

namespace IntegrationFunctions.Platform.Documents.Sensitive;

internal sealed class SealingDocumentStore(IDocumentStore inner, SealedGroups groups, Lazy<ITenantKeys> keys)
    : IDocumentStore
{
    public string TenantId => inner.TenantId;

    // Not before it is needed: the keys are documents themselves.
    private FieldSealer Sealer => new(keys.Value, TenantId);

    public Task<Document?> Get(DocumentPath path, CancellationToken ct = default)
    {
        var found = inner.Get(path, ct);
        return groups.Find(path) is { } fields ? Opened(found, fields, ct) : found;
    }

    public Task<IReadOnlyList<Document?>> GetMany(
        CollectionPath collection,
        IReadOnlyList<string> ids,
        CancellationToken ct = default
    )
    {
        var found = inner.GetMany(collection, ids, ct);
        return groups.Find(collection) is { } fields ? Opened(found, fields, ct) : found;
    }

    public Task<CommitResult> Commit(DocumentBatch batch, CancellationToken ct = default) =>
        groups.Find(batch.Collection) is { } fields ? Seal(batch, fields, ct) : inner.Commit(batch, ct);

    public async Task<DocumentPage> Query(DocumentQuery query, CancellationToken ct = default)
    {
        if (groups.Find(query.Collection) is not { } fields)
        {
            return await inner.Query(query, ct).ConfigureAwait(false);
        }
        // A part of a sealed field can be picked out only when the field is open.
        var wanted = query.Fields.Select(field => fields.Widen(field)).Distinct(StringComparer.Ordinal).ToArray();
        var page = await inner.Query(query with { Fields = wanted }, ct).ConfigureAwait(false);
        var opened = new List<Document>(page.Documents.Count);
        foreach (var document in page.Documents)
        {
            var open = await Sealer.Open(document, fields, ct).ConfigureAwait(false);
            opened.Add(wanted.SequenceEqual(query.Fields) ? open : DocumentProjection.Of(open, query.Fields));
        }
        return page with { Documents = opened };
    }

    public Task<IReadOnlyList<double?>> Aggregate(
        DocumentQuery query,
        IReadOnlyList<DocumentAggregate> aggregates,
        CancellationToken ct = default
    ) => inner.Aggregate(query, aggregates, ct);

    public string CursorOf(DocumentQuery query, Document document) => inner.CursorOf(query, document);

    public Task<IReadOnlyList<CollectionPath>> Collections(CancellationToken ct = default) => inner.Collections(ct);

    public async Task<ChangePage> ReadChanges(
        CollectionPath collection,
        string? cursor,
        int limit,
        CancellationToken ct = default
    )
    {
        var page = await inner.ReadChanges(collection, cursor, limit, ct).ConfigureAwait(false);
        if (groups.Find(collection) is not { } fields)
        {
            return page;
        }
        var opened = new List<DocumentChange>(page.Changes.Count);
        foreach (var change in page.Changes)
        {
            var document = await Sealer.Open(change.Document, fields, ct).ConfigureAwait(false);
            opened.Add(change with { Document = document });
        }
        return page with { Changes = opened };
    }

    public Task WaitForChange(CollectionPath collection, string? cursor, CancellationToken ct = default) =>
        inner.WaitForChange(collection, cursor, ct);

    private async Task<Document?> Opened(Task<Document?> found, SealedFields fields, CancellationToken ct) =>
        await found.ConfigureAwait(false) is { } document
            ? await Sealer.Open(document, fields, ct).ConfigureAwait(false)
            : null;

    private async Task<IReadOnlyList<Document?>> Opened(
        Task<IReadOnlyList<Document?>> found,
        SealedFields fields,
        CancellationToken ct
    )
    {
        var opened = (await found.ConfigureAwait(false)).ToArray();
        for (var i = 0; i < opened.Length; i++)
        {
            opened[i] = opened[i] is { } document
                ? await Sealer.Open(document, fields, ct).ConfigureAwait(false)
                : null;
        }
        return opened;
    }

    private async Task<CommitResult> Seal(DocumentBatch batch, SealedFields fields, CancellationToken ct)
    {
        DataKey? key = null;
        var operations = new List<DocumentOperation>(batch.Operations.Count);
        foreach (var operation in batch.Operations)
        {
            var path = batch.Collection.Document(operation.Id);
            if (operation is { Verb: DocumentVerb.Update, Update: { } update })
            {
                var changes = new SealedUpdate(path, update, fields);
                key ??= changes.NeedsKey ? await Sealer.Current(ct).ConfigureAwait(false) : null;
                operations.Add(
                    operation with
                    {
                        Update = changes.With((json, spans) => Sealer.Seal(json, spans, path, key!)),
                    }
                );
                continue;
            }
            var found = Plain(path, operation.Content, fields);
            if (found.Count == 0)
            {
                operations.Add(operation);
                continue;
            }
            key ??= await Sealer.Current(ct).ConfigureAwait(false);
            operations.Add(operation with { Content = Sealer.Seal(operation.Content.Span, found, path, key) });
        }
        return await inner.Commit(batch.With(operations), ct).ConfigureAwait(false);
    }

    private static List<SealedSpan> Plain(DocumentPath path, ReadOnlyMemory<byte> content, SealedFields fields)
    {
        try
        {
            return content.IsEmpty ? [] : SealedSpans.Plain(content.Span, fields);
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The content of {path} is not JSON: {e.Message}", e);
        }
    }
}
