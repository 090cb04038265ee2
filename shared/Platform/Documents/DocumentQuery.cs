using System.Text.Json.Nodes;

namespace IntegrationFunctions.Platform.Documents;

/// <summary>How a field is compared. Fields are dotted paths: <c>amount.currency</c>.</summary>
public enum Compare
{
    /// <summary>=</summary>
    Equal,

    /// <summary>!= (a missing field does not match)</summary>
    NotEqual,

    /// <summary>&lt;</summary>
    Less,

    /// <summary>&lt;=</summary>
    LessOrEqual,

    /// <summary>&gt;</summary>
    Greater,

    /// <summary>&gt;=</summary>
    GreaterOrEqual,

    /// <summary>One of the values of a JSON array.</summary>
    In,

    /// <summary>A string that starts so.</summary>
    Prefix,

    /// <summary>An array that holds the value.</summary>
    ArrayContains,
}

/// <summary>One condition. Values of another JSON type than the field's never match an ordering comparison.</summary>
public sealed record DocumentFilter(string Field, Compare Compare, JsonNode? Value);

/// <summary>One key of the order.</summary>
public sealed record DocumentOrder(string Field, bool Descending = false);

/// <summary>A query over one collection, or over all collections of a group. Immutable; each call returns a new one.</summary>
/// <param name="Collection">The collection; where <see cref="IsGroup"/>, a single segment that names the group.</param>
public sealed record DocumentQuery(CollectionPath Collection)
{
    /// <summary>
    /// Over all collections of the tenant that have this last segment, wherever they are. The last key of the order is the whole path then.
    /// </summary>
    public static DocumentQuery OfGroup(string group)
    {
        PathRules.CheckSegment(group);
        return new(new CollectionPath(group)) { IsGroup = true };
    }

    /// <summary>Whether it goes over a group.</summary>
    public bool IsGroup { get; init; }

    /// <summary>All must hold.</summary>
    public IReadOnlyList<DocumentFilter> Filters { get; init; } = [];

    /// <summary>Keys of the order; the id is always the last.</summary>
    public IReadOnlyList<DocumentOrder> Order { get; init; } = [];

    /// <summary>Documents in a page, 1 to 1,000.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>
    /// Only what comes behind this place: <see cref="DocumentPage.Next"/> of the page before, or a <see cref="IDocumentStore.CursorOf"/>. Survives restarts.
    /// </summary>
    public string? After { get; init; }

    /// <summary>Only what comes before this place, a <see cref="IDocumentStore.CursorOf"/>. Survives restarts.</summary>
    public string? Before { get; init; }

    /// <summary>The fields that are wanted, dotted paths; empty: whole documents. Fields that a document has not are left out.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Adds a condition.</summary>
    public DocumentQuery Where(string field, Compare compare, JsonNode? value) =>
        this with
        {
            Filters = [.. Filters, new(field, compare, value)],
        };

    /// <summary>Adds a condition of equality.</summary>
    public DocumentQuery Where(string field, string value) => Where(field, Compare.Equal, JsonValue.Create(value));

    /// <summary>Adds a key to the order.</summary>
    public DocumentQuery OrderBy(string field, bool descending = false) =>
        this with
        {
            Order = [.. Order, new(field, descending)],
        };

    /// <summary>Sets the page size.</summary>
    public DocumentQuery Limit(int pageSize) => this with { PageSize = pageSize };

    /// <summary>Goes on behind an earlier page, or behind a document (<see cref="IDocumentStore.CursorOf"/>).</summary>
    public DocumentQuery StartAfter(string? cursor) => this with { After = cursor };

    /// <summary>Ends before a document (<see cref="IDocumentStore.CursorOf"/>).</summary>
    public DocumentQuery EndBefore(string? cursor) => this with { Before = cursor };

    /// <summary>Only these fields of the documents.</summary>
    public DocumentQuery Select(params ReadOnlySpan<string> fields) => this with { Fields = [.. fields] };
}

/// <summary>A page of a query; <see cref="Next"/> is null on the last one.</summary>
public sealed record DocumentPage(IReadOnlyList<Document> Documents, string? Next);

/// <summary>What happened to a document.</summary>
public enum ChangeKind
{
    /// <summary>It wasn't there before.</summary>
    Created,

    /// <summary>It was written over.</summary>
    Updated,

    /// <summary>It is gone.</summary>
    Deleted,
}

/// <summary>One entry of the change feed: the state after the change (for a delete, the last content).</summary>
public sealed record DocumentChange(long Sequence, ChangeKind Kind, Document Document);

/// <summary>A page of the change feed; <see cref="Cursor"/> is where to go on, also where the page is empty.</summary>
public sealed record ChangePage(IReadOnlyList<DocumentChange> Changes, string Cursor);

/// <summary>What is worked out over all documents that a query matches.</summary>
/// <param name="Function">Which figure.</param>
/// <param name="Field">Dotted path; empty for a count.</param>
public sealed record DocumentAggregate(AggregateFunction Function, string Field)
{
    /// <summary>How many documents match.</summary>
    public static DocumentAggregate Count { get; } = new(AggregateFunction.Count, "");

    /// <summary>Sum of a field's numbers; other values and missing fields play no part. 0 where there is none.</summary>
    public static DocumentAggregate Sum(string field) => new(AggregateFunction.Sum, field);

    /// <summary>Mean of a field's numbers; other values and missing fields play no part. Null where there is none.</summary>
    public static DocumentAggregate Average(string field) => new(AggregateFunction.Average, field);
}

/// <summary>A figure over many documents.</summary>
public enum AggregateFunction
{
    /// <summary>Documents.</summary>
    Count,

    /// <summary>Sum of numbers.</summary>
    Sum,

    /// <summary>Mean of numbers.</summary>
    Average,
}
