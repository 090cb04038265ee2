using IntegrationFunctions.Platform.Documents.Indexes;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Platform.Documents;

/// <summary>
/// A group of collections (all with the same last segment), declared once by the part of the product that owns it: the indexes that its queries
/// need, and the fields that are sealed before they reach any store. In Cosmos DB it is a container.
/// </summary>
/// <param name="Name">The collections' last segment.</param>
public sealed record DocumentGroup(string Name)
{
    /// <summary>Which fields are searched and ordered by, together. Single fields are declared too.</summary>
    public IReadOnlyList<DocumentIndex> Indexes { get; init; } = [];

    /// <summary>
    /// Fields (dotted paths, <c>lines[].iban</c> in the elements of an array) that are sealed with the tenant's key; they can't be searched.
    /// </summary>
    public IReadOnlyList<string> Sensitive { get; init; } = [];

    /// <summary>
    /// Adds an index. Fields in order, a leading <c>-</c> for descending, a trailing <c>[]</c> for an array whose elements are searched:
    /// <c>.Index("status", "-createdAt")</c>.
    /// </summary>
    public DocumentGroup Index(params ReadOnlySpan<string> fields) =>
        this with
        {
            Indexes = [.. Indexes, DocumentIndex.Parse(fields)],
        };

    /// <summary>As <see cref="Index"/>, for queries over the whole group (<see cref="DocumentQuery.OfGroup"/>) as well.</summary>
    public DocumentGroup GroupIndex(params ReadOnlySpan<string> fields) =>
        this with
        {
            Indexes = [.. Indexes, DocumentIndex.Parse(fields) with { AcrossGroup = true }],
        };

    /// <summary>As what its changes are told to the tenant (<c>payment</c>); null: they are nobody's affair but the platform's.</summary>
    public string? PublishedAs { get; init; }

    /// <summary>Top-level fields that alone are no change worth telling: when something was used last.</summary>
    public IReadOnlyList<string> Quiet { get; init; } = [];

    /// <summary>Fields that are told as redacted though they are not sealed: hashes of credentials.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>Each change is told as an event, with what was before; sensitive and hidden fields redacted. A batch of it holds 99 operations.</summary>
    public DocumentGroup Publishes(string type, params ReadOnlySpan<string> hidden) =>
        this with
        {
            PublishedAs = type,
            Hidden = [.. hidden],
        };

    /// <summary>Marks fields as sensitive.</summary>
    public DocumentGroup Seal(params ReadOnlySpan<string> fields) =>
        this with
        {
            Sensitive = [.. Sensitive, .. fields],
        };
}

/// <summary>An index over fields of a group's documents.</summary>
/// <param name="Fields">In order.</param>
public sealed record DocumentIndex(IReadOnlyList<IndexField> Fields)
{
    /// <summary>Whether it serves queries over the whole group, and not only within a collection.</summary>
    public bool AcrossGroup { get; init; }

    /// <summary>As <see cref="DocumentGroup.Index"/> takes them.</summary>
    public static DocumentIndex Parse(params ReadOnlySpan<string> fields)
    {
        var parsed = new List<IndexField>();
        foreach (var field in fields)
        {
            var descending = field.StartsWith('-');
            var elements = field.EndsWith("[]", StringComparison.Ordinal);
            parsed.Add(new(field[(descending ? 1 : 0)..^(elements ? 2 : 0)], descending, elements));
        }
        return parsed.Count > 0 ? new(parsed) : throw new ArgumentException("An index needs a field.");
    }

    /// <inheritdoc/>
    public bool Equals(DocumentIndex? other) =>
        other is not null && AcrossGroup == other.AcrossGroup && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Fields.Count, Fields[0], AcrossGroup);

    /// <summary>As it is declared: <c>"status", "-createdAt"</c>.</summary>
    public override string ToString() => string.Join(", ", Fields.Select(field => $"\"{field}\""));
}

/// <summary>One field of an index.</summary>
/// <param name="Name">Dotted path.</param>
/// <param name="Descending">Its direction.</param>
/// <param name="Elements">Whether it is an array, and its elements are what is found.</param>
public sealed record IndexField(string Name, bool Descending = false, bool Elements = false)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Descending ? "-" : "")}{Name}{(Elements ? "[]" : "")}";
}

/// <summary>All groups that the product declares.</summary>
public sealed class DocumentCatalogue
{
    private readonly Dictionary<string, DocumentGroup> _groups;

    /// <param name="groups">The declarations; several of one name are taken together.</param>
    /// <exception cref="ArgumentException">A declaration can't be; the message names the group, the index and what is wrong with it.</exception>
    public DocumentCatalogue(IEnumerable<DocumentGroup> groups)
    {
        _groups = groups
            .GroupBy(group => group.Name, StringComparer.Ordinal)
            .ToDictionary(
                same => same.Key,
                same => new DocumentGroup(same.Key)
                {
                    Indexes = [.. same.SelectMany(group => group.Indexes).Distinct()],
                    Sensitive = [.. same.SelectMany(group => group.Sensitive).Distinct(StringComparer.Ordinal)],
                    PublishedAs = same.Select(group => group.PublishedAs)
                        .Distinct()
                        .SingleOrDefault(name => name is not null),
                    Quiet = [.. same.SelectMany(group => group.Quiet).Distinct(StringComparer.Ordinal)],
                    Hidden = [.. same.SelectMany(group => group.Hidden).Distinct(StringComparer.Ordinal)],
                },
                StringComparer.Ordinal
            );
        foreach (var group in _groups.Values)
        {
            GroupRules.Check(group);
        }
    }

    /// <summary>By name, in the order of the names.</summary>
    public IReadOnlyList<DocumentGroup> Groups =>
        [.. _groups.Values.OrderBy(group => group.Name, StringComparer.Ordinal)];

    /// <summary>The group.</summary>
    /// <exception cref="InvalidOperationException">It was never declared: in Cosmos DB it would have no container.</exception>
    public DocumentGroup Find(string name) =>
        _groups.GetValueOrDefault(name)
        ?? throw new InvalidOperationException(
            $"The collection group '{name}' is not declared. Declare it where its documents are written: "
                + $"services.AddDocumentGroup(new DocumentGroup(\"{name}\"))"
        );

    /// <summary>
    /// The declared index that serves a query, or null where it needs none: it has neither filters nor an order. The same on every store, so
    /// what runs on a laptop runs on Cosmos DB.
    /// </summary>
    /// <exception cref="InvalidOperationException">The group is not declared.</exception>
    /// <exception cref="ArgumentException">A field's name, a value or a combination of filters is not acceptable.</exception>
    /// <exception cref="MissingIndexException">None serves it; the message is the smallest declaration that would.</exception>
    public DocumentIndex? IndexFor(DocumentQuery query)
    {
        var group = Find(query.Collection.Group);
        QueryRules.Check(group, query);
        return IndexMatching.Find(group, query);
    }
}

/// <summary>How a feature tells of its documents.</summary>
public static class DocumentGroupRegistration
{
    /// <summary>Declares a group; the <see cref="DocumentCatalogue"/> holds all of them.</summary>
    public static IServiceCollection AddDocumentGroup(this IServiceCollection services, DocumentGroup group) =>
        services.AddSingleton(group);
}
