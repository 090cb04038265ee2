using System.Text;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Updates;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What a store should say of a collection's history under a moving clock: contents, expiry, conflicts, the feed.</summary>
internal sealed class HistoryModel
{
    private sealed record Version(string Json, string ETag, DateTimeOffset Created, DateTimeOffset? Expires);

    private readonly Dictionary<string, Version> _stored = new(StringComparer.Ordinal);
    private readonly List<Entry> _feed = [];
    private readonly List<Entry> _latest = [];

    private sealed record Entry(ChangeKind Kind, string Id, string Json, DateTimeOffset? Expires);

    public DateTimeOffset Now { get; set; }

    public (string Json, string ETag, DateTimeOffset Created, DateTimeOffset? Expires)? Get(string id) =>
        _stored.GetValueOrDefault(id) is { } version && !IsOver(version.Expires)
            ? (version.Json, version.ETag, version.Created, version.Expires)
            : null;

    /// <summary>A deletion is told always, a version until its time has come.</summary>
    public IEnumerable<(ChangeKind Kind, string Id, string Json)> Feed => Shown(_feed);

    /// <summary>As the feed of a store without history: of each document what was told last, checks moving it to the end.</summary>
    public IEnumerable<(ChangeKind Kind, string Id, string Json)> Latest => Shown(_latest);

    private IEnumerable<(ChangeKind, string, string)> Shown(IEnumerable<Entry> entries) =>
        entries
            .Where(entry => entry.Kind == ChangeKind.Deleted || !IsOver(entry.Expires))
            .Select(entry => (entry.Kind, entry.Id, entry.Json));

    public CommitConflict? Check(IEnumerable<DocumentOperation> operations)
    {
        foreach (var o in operations)
        {
            var stored = Get(o.Id);
            var mustBeNew = o.Verb == DocumentVerb.Create || o is { Verb: DocumentVerb.Check, IfMatch: null };
            var mustBeThere = o.Verb == DocumentVerb.Update || o.IfMatch is not null;
            ConflictReason? reason =
                mustBeNew && stored is not null ? ConflictReason.AlreadyExists
                : mustBeThere && stored is null ? ConflictReason.NotFound
                : o.IfMatch is not null && stored!.Value.ETag != o.IfMatch ? ConflictReason.ETagMismatch
                : null;
            if (reason is { } found)
            {
                return new(o.Id, found);
            }
        }
        return null;
    }

    public void Apply(IReadOnlyList<DocumentOperation> operations, IReadOnlyList<string?> etags)
    {
        if (operations.All(o => o.Verb == DocumentVerb.Check))
        {
            return;
        }
        foreach (var o in operations)
        {
            BuryIfOver(o.Id);
        }
        for (var i = 0; i < operations.Count; i++)
        {
            Apply(operations[i], etags[i]);
        }
    }

    /// <summary>House-keeping removes what has expired, the oldest first.</summary>
    public void KeepHouse()
    {
        foreach (var (id, _) in _stored.OrderBy(stored => stored.Value.Expires).ToList())
        {
            BuryIfOver(id);
        }
    }

    private void Apply(DocumentOperation o, string? etag)
    {
        var old = _stored.GetValueOrDefault(o.Id);
        switch (o.Verb)
        {
            case DocumentVerb.Check:
                if (_latest.Find(entry => entry.Id == o.Id) is { } again)
                {
                    Tell(again);
                }
                return;
            case DocumentVerb.Delete when old is not null:
                _stored.Remove(o.Id);
                Add(new(ChangeKind.Deleted, o.Id, old.Json, null));
                return;
            case DocumentVerb.Delete:
                return;
        }
        var json = Encoding.UTF8.GetString(
            o.Update is { } update ? FieldChanges.Apply(Encoding.UTF8.GetBytes(old!.Json), update, Now) : o.Content.Span
        );
        var expires = o.Update is { ChangesExpiry: false } ? old!.Expires : o.Update?.ExpiresAt ?? o.ExpiresAt;
        _stored[o.Id] = new(json, etag!, old?.Created ?? Now, expires);
        Add(new(old is null ? ChangeKind.Created : ChangeKind.Updated, o.Id, json, expires));
    }

    private void BuryIfOver(string id)
    {
        if (_stored.GetValueOrDefault(id) is { } version && IsOver(version.Expires))
        {
            _stored.Remove(id);
            Add(new(ChangeKind.Deleted, id, version.Json, null));
        }
    }

    private void Add(Entry entry)
    {
        _feed.Add(entry);
        Tell(entry);
    }

    private void Tell(Entry entry)
    {
        _latest.RemoveAll(other => other.Id == entry.Id);
        _latest.Add(entry);
    }

    private bool IsOver(DateTimeOffset? expires) => expires <= Now;
}
