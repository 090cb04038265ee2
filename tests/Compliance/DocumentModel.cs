using System.Text;
using System.Text.Json;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What a document store should answer, written as plainly as it can be: a dictionary and LINQ.</summary>
internal sealed class DocumentModel
{
    private readonly SortedDictionary<string, (string Json, string ETag)> _documents = new(StringComparer.Ordinal);

    public List<(ChangeKind Kind, string Id, string Json)> Changes { get; } = [];

    public (string Json, string ETag)? Get(string id) => _documents.TryGetValue(id, out var stored) ? stored : null;

    public CommitConflict? Check(IEnumerable<DocumentOperation> operations)
    {
        foreach (var o in operations)
        {
            var stored = Get(o.Id);
            ConflictReason? reason = o switch
            {
                { Verb: DocumentVerb.Create } => stored is null ? null : ConflictReason.AlreadyExists,
                { IfMatch: null } => null,
                _ when stored is null => ConflictReason.NotFound,
                _ => stored.Value.ETag == o.IfMatch ? null : ConflictReason.ETagMismatch,
            };
            if (reason is { } found)
            {
                return new(o.Id, found);
            }
        }
        return null;
    }

    public void Apply(IReadOnlyList<DocumentOperation> operations, IReadOnlyList<string?> etags)
    {
        for (var i = 0; i < operations.Count; i++)
        {
            var (id, json) = (operations[i].Id, Encoding.UTF8.GetString(operations[i].Content.Span));
            var old = Get(id);
            if (operations[i].Verb != DocumentVerb.Delete)
            {
                _documents[id] = (json, etags[i]!);
                Changes.Add((old is null ? ChangeKind.Created : ChangeKind.Updated, id, json));
            }
            else if (old is not null)
            {
                _documents.Remove(id);
                Changes.Add((ChangeKind.Deleted, id, old.Value.Json));
            }
        }
    }

    public List<string> Query(IReadOnlyList<DocumentFilter> filters, IReadOnlyList<DocumentOrder> order)
    {
        var ids = new List<string>();
        foreach (var (id, stored) in _documents)
        {
            if (filters.All(f => Matches(Field(stored.Json, f.Field), f.Compare, f.Value?.ToJsonString() ?? "null")))
            {
                ids.Add(id);
            }
        }
        ids.Sort(
            (a, b) =>
            {
                foreach (var key in order)
                {
                    var sign = Rank(Field(_documents[a].Json, key.Field), Field(_documents[b].Json, key.Field));
                    if (sign != 0)
                    {
                        return key.Descending ? -sign : sign;
                    }
                }
                return string.CompareOrdinal(a, b);
            }
        );
        return ids;
    }

    internal static JsonElement? Field(string json, string path)
    {
        JsonElement? value = JsonElement.Parse(json);
        foreach (var part in path.Split('.'))
        {
            value =
                value is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(part, out var child)
                    ? child
                    : null;
        }
        return value;
    }

    internal static bool Matches(JsonElement? field, Compare compare, string json)
    {
        if (field is not { } value)
        {
            return false;
        }
        var other = JsonElement.Parse(json);
        return compare switch
        {
            Compare.Equal => Same(value, other),
            Compare.NotEqual => !Same(value, other),
            Compare.In => other.EnumerateArray().Any(item => Same(value, item)),
            Compare.ArrayContains => value.ValueKind == JsonValueKind.Array
                && value.EnumerateArray().Any(item => Same(item, other)),
            Compare.Prefix => value.ValueKind == JsonValueKind.String
                && value.GetString()!.StartsWith(other.GetString()!, StringComparison.Ordinal),
            _ when Family(value) != Family(other) => false,
            Compare.Less => Rank(value, other) < 0,
            Compare.LessOrEqual => Rank(value, other) <= 0,
            Compare.Greater => Rank(value, other) > 0,
            _ => Rank(value, other) >= 0,
        };
    }

    private static bool Same(JsonElement a, JsonElement b) =>
        a.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object) && Family(a) == Family(b) && Rank(a, b) == 0;

    private static int Family(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => 1,
            JsonValueKind.True or JsonValueKind.False => 2,
            JsonValueKind.Number => 4,
            JsonValueKind.String => 5,
            JsonValueKind.Array => 6,
            _ => 7,
        };

    internal static int Rank(JsonElement? left, JsonElement? right)
    {
        var families = (left is { } l ? Family(l) : 0).CompareTo(right is { } r ? Family(r) : 0);
        if (families != 0 || left is not { } a || right is not { } b)
        {
            return families;
        }
        return a.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => a.GetBoolean().CompareTo(b.GetBoolean()),
            JsonValueKind.Number => a.GetDouble().CompareTo(b.GetDouble()),
            JsonValueKind.String => Encoding
                .UTF8.GetBytes(a.GetString()!)
                .AsSpan()
                .SequenceCompareTo(Encoding.UTF8.GetBytes(b.GetString()!)),
            _ => 0,
        };
    }
}
