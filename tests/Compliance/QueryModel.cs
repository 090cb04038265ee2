using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What queries should answer, written as plainly as it can be: every document is looked at, then all are sorted.</summary>
internal sealed class QueryModel
{
    private readonly Dictionary<string, string> _documents = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Collections =>
        [.. _documents.Keys.Select(path => new DocumentPath(path).Collection.Value).Distinct().Order(Utf8.Instance)];

    public void Set(string path, string json) => _documents[path] = json;

    public void Delete(string path) => _documents.Remove(path);

    /// <summary>The paths of all that match, in their order, between the places of two documents.</summary>
    public List<string> Query(DocumentQuery query, string? after = null, string? before = null)
    {
        var places = Comparer<string>.Create((a, b) => Compare(query, a, b));
        return
        [
            .. _documents
                .Keys.Where(path => IsMatch(query, path))
                .Where(path => after is null || places.Compare(path, after) > 0)
                .Where(path => before is null || places.Compare(path, before) < 0)
                .Order(places),
        ];
    }

    public (double Sum, double? Average) Figures(DocumentQuery query, string field)
    {
        var numbers = Query(query)
            .Select(path => DocumentModel.Field(_documents[path], field))
            .Where(value => value is { ValueKind: System.Text.Json.JsonValueKind.Number })
            .Select(value => value!.Value.GetDouble())
            .ToArray();
        return (numbers.Sum(), numbers.Length == 0 ? null : numbers.Average());
    }

    /// <summary>The wanted fields, where they were.</summary>
    public JsonNode Select(string path, IReadOnlyList<string> fields)
    {
        var left = new JsonObject();
        foreach (var field in fields)
        {
            if (DocumentModel.Field(_documents[path], field) is { } value)
            {
                var into = left;
                var parts = field.Split('.');
                foreach (var part in parts[..^1])
                {
                    into[part] ??= new JsonObject();
                    into = (JsonObject)into[part]!;
                }
                into[parts[^1]] = JsonNode.Parse(value.GetRawText());
            }
        }
        return left;
    }

    private bool IsMatch(DocumentQuery query, string path)
    {
        var collection = new DocumentPath(path).Collection;
        return (query.IsGroup ? collection.Group == query.Collection.Value : collection == query.Collection)
            && query.Filters.All(filter =>
                DocumentModel.Matches(
                    DocumentModel.Field(_documents[path], filter.Field),
                    filter.Compare,
                    filter.Value?.ToJsonString() ?? "null"
                )
            );
    }

    private int Compare(DocumentQuery query, string a, string b)
    {
        foreach (var key in query.Order)
        {
            var sign = DocumentModel.Rank(
                DocumentModel.Field(_documents[a], key.Field),
                DocumentModel.Field(_documents[b], key.Field)
            );
            if (sign != 0)
            {
                return key.Descending ? -sign : sign;
            }
        }
        return Utf8.Instance.Compare(a, b);
    }

    private sealed class Utf8 : IComparer<string>
    {
        public static readonly Utf8 Instance = new();

        public int Compare(string? x, string? y) =>
            Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
    }
}
