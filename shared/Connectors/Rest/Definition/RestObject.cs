using System.Text.Json.Serialization;
using IntegrationFunctions.Mapping.Definitions;

namespace IntegrationFunctions.Connectors.Rest.Definition;

/// <summary>A kind of record. Paths into records and answers are names with points between them; a number is a place in a list.</summary>
public sealed record RestObject
{
    /// <summary>camelCase, stable: <c>contacts</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>Fields of a record that make its key.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Field of a record that says its version.</summary>
    public string? ETag { get; init; }

    /// <summary>The amount that the completeness proof sums up.</summary>
    public RestMoney? Money { get; init; }

    /// <summary>Members of a record that are transport and not data: links and the like.</summary>
    public IReadOnlyList<string>? Omit { get; init; }

    /// <summary>How pages are read.</summary>
    public required RestRead Read { get; init; }

    /// <summary>How the system's own count is asked for.</summary>
    public required RestCount Count { get; init; }

    /// <summary>How one record is read.</summary>
    public RestOne? One { get; init; }

    /// <summary>How one record is changed.</summary>
    public RestWrite? Update { get; init; }

    /// <summary>How a record is made.</summary>
    public RestWrite? Create { get; init; }

    /// <summary>How one record is deleted.</summary>
    public RestDelete? Delete { get; init; }

    /// <summary>How records become canonical where a tenant has no mapping of its own.</summary>
    public MappingDefinition? Mapping { get; init; }
}

/// <summary>Where an amount is.</summary>
/// <param name="Amount">Field with the amount: a number, or a text of digits.</param>
/// <param name="Currency">Field with the currency (ISO 4217).</param>
/// <param name="DefaultCurrency">The currency where the field is absent: a code, or <c>{setting}</c>.</param>
public sealed record RestMoney(string Amount, string? Currency = null, string? DefaultCurrency = null);

/// <summary>A request.</summary>
public record RestCall
{
    /// <summary>Below the base address, without slash at the beginning: <c>contacts/{key}</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The method; null: GET, and PATCH, POST or DELETE where a record is changed, made or deleted.</summary>
    public string? Method { get; init; }

    /// <summary>Parameters; one that holds something that is not there is left out.</summary>
    public IReadOnlyDictionary<string, string>? Query { get; init; }

    /// <summary>Headers; one that holds something that is not there is left out.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The body, as JSONata over <c>{ settings, page, offset, size, cursor, since, key, keys, etag, fields, record }</c>; settings without secrets.</summary>
    public string? Body { get; init; }
}

/// <summary>A request for a page.</summary>
public sealed record RestRead : RestCall
{
    /// <summary>Where the list is in the answer; null: the answer is the list.</summary>
    public string? Records { get; init; }

    /// <summary>The list, as JSONata over the answer, where no path leads to it.</summary>
    public string? Select { get; init; }

    /// <summary>Whether an answer without the list is an empty page.</summary>
    public bool MayBeMissing { get; init; }

    /// <summary>How pages follow each other.</summary>
    public required RestPaging Paging { get; init; }

    /// <summary>How only what was changed is asked for, where that is offered.</summary>
    public RestChangedSince? ChangedSince { get; init; }
}

/// <summary>How pages follow each other.</summary>
public sealed record RestPaging
{
    /// <summary>The style.</summary>
    public required RestPageStyle Style { get; init; }

    /// <summary>The parameter that says which page; null where the query or the body say it themselves.</summary>
    public string? Parameter { get; init; }

    /// <summary>page, offset: the first page's number (else 1) or the first record's (else 0).</summary>
    public int? First { get; init; }

    /// <summary>The parameter that says how many records; null where the query or the body say it themselves, or where that is fixed.</summary>
    public string? SizeParameter { get; init; }

    /// <summary>Most records of a page; where the size is fixed, that size.</summary>
    public required int LargestPage { get; init; }

    /// <summary>cursor: where the next cursor is in the answer. link: where the next address is; null: in the header Link (RFC 8288).</summary>
    public string? Next { get; init; }

    /// <summary>cursor: the field of a page's last record that is the next cursor.</summary>
    public string? NextOfLast { get; init; }

    /// <summary>Where the answer says whether there are more: true or false.</summary>
    public string? More { get; init; }

    /// <summary>Where the answer says how many records there are on all pages.</summary>
    public string? Total { get; init; }
}

/// <summary>Styles of pages.</summary>
public enum RestPageStyle
{
    /// <summary>Pages are numbered.</summary>
    [JsonStringEnumMemberName("page")]
    Page,

    /// <summary>Records are numbered.</summary>
    [JsonStringEnumMemberName("offset")]
    Offset,

    /// <summary>The answer, or its last record, says what comes next.</summary>
    [JsonStringEnumMemberName("cursor")]
    Cursor,

    /// <summary>The answer has the next page's address.</summary>
    [JsonStringEnumMemberName("link")]
    Link,
}

/// <summary>What asks for changed records only. <c>{since}</c> is written as <see cref="Format"/> says.</summary>
public sealed record RestChangedSince
{
    /// <summary>Parameters, over those of the read.</summary>
    public IReadOnlyDictionary<string, string>? Query { get; init; }

    /// <summary>Headers, over those of the read.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>How the time is written.</summary>
    public RestTimeFormat Format { get; init; }
}

/// <summary>How times are written.</summary>
public enum RestTimeFormat
{
    /// <summary>2026-01-31T09:30:00Z.</summary>
    [JsonStringEnumMemberName("iso8601")]
    Iso8601,

    /// <summary>2026-01-31 09:30:00, in UTC.</summary>
    [JsonStringEnumMemberName("blank")]
    Blank,

    /// <summary>Sat, 31 Jan 2026 09:30:00 GMT (RFC 9110).</summary>
    [JsonStringEnumMemberName("http")]
    Http,

    /// <summary>Seconds since 1970.</summary>
    [JsonStringEnumMemberName("unix")]
    Unix,
}

/// <summary>How records are counted: by what a page says, by a request of its own, or, where the system has no count, by reading all pages once more.</summary>
public sealed record RestCount
{
    /// <summary>Where the count is in the answer; null: the answer is the count.</summary>
    public string? Total { get; init; }

    /// <summary>The request; null: a page with one record.</summary>
    public RestCall? Call { get; init; }

    /// <summary>Count by reading all pages: as dear as a pass.</summary>
    public bool ByPages { get; init; }
}

/// <summary>A request for one record.</summary>
public sealed record RestOne : RestCall
{
    /// <summary>Where the record is in the answer; null: the answer is the record.</summary>
    public string? Record { get; init; }
}

/// <summary>A request that makes or changes one record.</summary>
public sealed record RestWrite : RestCall
{
    /// <summary>The canonical fields that can be written.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Whether the version goes along as the header If-Match.</summary>
    public bool IfMatch { get; init; }

    /// <summary>Where the changed record is in the answer; null: it is not there, and its version is the header ETag's or is read.</summary>
    public string? Record { get; init; }
}

/// <summary>A request that deletes one record.</summary>
public sealed record RestDelete : RestCall
{
    /// <summary>Whether the version goes along as the header If-Match.</summary>
    public bool IfMatch { get; init; }
}
