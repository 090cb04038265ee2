namespace IntegrationFunctions.Platform.Documents;

/// <summary>
/// Path of a collection below the tenant: <c>integrations</c> or <c>integrations/int_1/records</c> (an odd number of segments).
/// Segments are 1 to 255 characters, none of them <c>/ \ ? #</c> or a control character (Cosmos DB's rules for an id).
/// </summary>
public readonly record struct CollectionPath
{
    /// <summary>The segments joined by <c>/</c>.</summary>
    public string Value { get; }

    /// <summary>Parses and checks.</summary>
    /// <exception cref="ArgumentException">The path is not a collection's.</exception>
    public CollectionPath(string value)
    {
        PathRules.Check(value, odd: true);
        Value = value;
    }

    /// <summary>The last segment: the collection group, which is a container in Cosmos DB.</summary>
    public string Group => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The path of the parent document, or empty at the tenant's root: with the tenant, the partition key in Cosmos DB.</summary>
    public string Parent => Value.LastIndexOf('/') is var i and >= 0 ? Value[..i] : "";

    /// <summary>A document in this collection.</summary>
    public DocumentPath Document(string id) => new($"{Value}/{id}");

    /// <summary>From text.</summary>
    public static implicit operator CollectionPath(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Path of a document below the tenant: <c>integrations/int_1</c> (an even number of segments).</summary>
public readonly record struct DocumentPath
{
    /// <summary>The segments joined by <c>/</c>.</summary>
    public string Value { get; }

    /// <summary>Parses and checks.</summary>
    /// <exception cref="ArgumentException">The path is not a document's.</exception>
    public DocumentPath(string value)
    {
        PathRules.Check(value, odd: false);
        Value = value;
    }

    /// <summary>The last segment.</summary>
    public string Id => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The collection that it lives in.</summary>
    public CollectionPath Collection => new(Value[..Value.LastIndexOf('/')]);

    /// <summary>A collection below this document.</summary>
    public CollectionPath Sub(string name) => new($"{Value}/{name}");

    /// <summary>From text.</summary>
    public static implicit operator DocumentPath(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

internal static class PathRules
{
    public static void CheckSegment(string segment)
    {
        if (segment.Length is 0 or > 255 || segment.AsSpan().ContainsAny("/\\?#") || segment.Any(char.IsControl))
        {
            throw new ArgumentException(
                $"'{segment}' can't be a part of a document path: 1 to 255 characters, without / \\ ? # and control characters."
            );
        }
    }

    public static void Check(string path, bool odd)
    {
        var segments = path.Split('/');
        foreach (var segment in segments)
        {
            CheckSegment(segment);
        }
        if (segments.Length % 2 == 1 != odd)
        {
            throw new ArgumentException(
                odd
                    ? $"'{path}' is a document's path, not a collection's."
                    : $"'{path}' is a collection's path, not a document's."
            );
        }
    }
}
