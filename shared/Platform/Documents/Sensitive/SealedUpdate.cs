using System.Text;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Platform.Documents.Sensitive;

/// <summary>What an update means for sealed fields: a value that is set is sealed; what would need the old value is refused.</summary>
internal sealed class SealedUpdate(DocumentPath path, DocumentUpdate update, SealedFields fields)
{
    private readonly List<(FieldChange Change, byte[] Json, List<SealedSpan> Spans)> _changes = Read(
        path,
        update,
        fields
    );

    /// <summary>Whether there is anything to seal.</summary>
    public bool NeedsKey => _changes.Exists(change => change.Spans.Count > 0);

    /// <summary>The update with the values sealed.</summary>
    public DocumentUpdate With(Func<byte[], List<SealedSpan>, byte[]> seal) =>
        update.With([
            .. _changes.Select(change =>
                change.Spans.Count == 0
                    ? change.Change
                    : change.Change with
                    {
                        Value = JsonNode.Parse(seal(change.Json, change.Spans)),
                    }
            ),
        ]);

    private static List<(FieldChange, byte[], List<SealedSpan>)> Read(
        DocumentPath path,
        DocumentUpdate update,
        SealedFields fields
    )
    {
        var read = new List<(FieldChange, byte[], List<SealedSpan>)>(update.Changes.Count);
        foreach (var change in update.Changes)
        {
            var node = Find(path, change, fields);
            if (node is null || change.Verb == FieldVerb.Remove)
            {
                read.Add((change, [], []));
                continue;
            }
            if (change.Verb != FieldVerb.Set)
            {
                throw new ArgumentException(
                    $"'{change.Field}' of {path} is sealed or holds sealed fields, so {change.Verb} can't work on it in the store. "
                        + "Read the document, and set the field."
                );
            }
            var json = Encoding.UTF8.GetBytes(change.Value?.ToJsonString() ?? "null");
            read.Add((change, json, SealedSpans.Plain(json, node, change.Field)));
        }
        return read;
    }

    // The place in the tree, or null where the change has nothing to do with sealed fields.
    private static SealedFields? Find(DocumentPath path, FieldChange change, SealedFields fields)
    {
        var node = fields;
        foreach (var name in change.Field.Split('.'))
        {
            if (node.IsLeaf || (node.OfElements is not null && node.Find(name) is null))
            {
                throw new ArgumentException(
                    $"'{change.Field}' of {path} lies inside of what is sealed, where a single field can't be changed. "
                        + "Read the document, and set the sealed field as a whole."
                );
            }
            if (node.Find(name) is not { } below)
            {
                return null;
            }
            node = below;
        }
        return node;
    }
}
