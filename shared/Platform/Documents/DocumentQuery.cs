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

/// <summary>A query over one collection. Immutable; each call returns a new one.</summary>
public sealed record DocumentQuery(CollectionPath Collection)
{
    /// <summary>All must hold.</summary>
    public IReadOnlyList<DocumentFilter> Filters { get; init; } = [];

    /// <summary>Keys of the order; the id is always the last.</summary>
    public IReadOnlyList<DocumentOrder> Order { get; init; } = [];

    /// <summary>Documents in a page, 1 to 1,000.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary><see cref="DocumentPage.Next"/> of the page before; null for the first. Survives restarts.</summary>
    public string? After { get; init; }

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

    /// <summary>Goes on behind an earlier page.</summary>
    public DocumentQuery StartAfter(string? cursor) => this with { After = cursor };
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
