using System.Collections.Frozen;

namespace IntegrationFunctions.Platform.Documents.Sensitive;

/// <summary>The groups that have sensitive fields; asked at every access, so that the others pay next to nothing.</summary>
internal sealed class SealedGroups
{
    private const string Keys = "secret-keys";
    private readonly FrozenDictionary<string, SealedFields>.AlternateLookup<ReadOnlySpan<char>> _fields;

    /// <exception cref="ArgumentException">The group of the keys has sensitive fields.</exception>
    public SealedGroups(DocumentCatalogue catalogue)
    {
        var sealedGroups = catalogue.Groups.Where(group => group.Sensitive.Count > 0).ToArray();
        if (Array.Exists(sealedGroups, group => group.Name == Keys))
        {
            throw new ArgumentException(
                $"The group '{Keys}' can't have sensitive fields: it holds the keys to open them."
            );
        }
        _fields = sealedGroups
            .ToFrozenDictionary(group => group.Name, group => SealedFields.Of(group.Sensitive), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public SealedFields? Find(CollectionPath collection)
    {
        var path = collection.Value.AsSpan();
        return Of(path[(path.LastIndexOf('/') + 1)..]);
    }

    public SealedFields? Find(DocumentPath document)
    {
        var path = document.Value.AsSpan();
        path = path[..path.LastIndexOf('/')];
        return Of(path[(path.LastIndexOf('/') + 1)..]);
    }

    private SealedFields? Of(ReadOnlySpan<char> group) => _fields.TryGetValue(group, out var fields) ? fields : null;
}
