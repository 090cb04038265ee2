using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Platform.Documents.Sensitive;

/// <summary>
/// The sensitive fields of a group as a tree: <c>lines[].iban</c> is the field <c>iban</c> of each element of <c>lines</c>. A leaf is sealed
/// as a whole; above it, only the way down is left readable.
/// </summary>
internal sealed class SealedFields
{
    private const string Elements = "[]";
    private readonly List<(string Name, byte[] Utf8, SealedFields Node)> _fields = [];

    private SealedFields() { }

    /// <summary>For the elements of an array, or null.</summary>
    public SealedFields? OfElements { get; private set; }

    public bool HasFields => _fields.Count > 0;

    public bool IsLeaf => !HasFields && OfElements is null;

    /// <param name="names">Dotted paths that <see cref="Check"/> accepts.</param>
    public static SealedFields Of(IEnumerable<string> names)
    {
        var root = new SealedFields();
        foreach (var name in names)
        {
            Parts(name).Aggregate(root, (node, part) => node.Need(part));
        }
        return root;
    }

    /// <summary>Refuses what can't be meant.</summary>
    /// <exception cref="ArgumentException">The message names the group and the field.</exception>
    public static void Check(DocumentGroup group)
    {
        foreach (var field in group.Sensitive)
        {
            try
            {
                // Ends of arrays are no names.
                FieldPath.From(WithoutElements(field));
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"'{field}' of '{group.Name}' can't be sealed: {e.Message}", e);
            }
            if (field.StartsWith(Elements, StringComparison.Ordinal))
            {
                throw new ArgumentException($"'{field}' of '{group.Name}' can't be sealed: a document is no array.");
            }
            if (group.Sensitive.FirstOrDefault(other => IsBelow(field, other)) is { } whole)
            {
                throw new ArgumentException(
                    $"'{field}' of '{group.Name}' lies in '{whole}', which is sealed as a whole. Name one of them."
                );
            }
        }
    }

    /// <summary>The name as queries and indexes know it: they don't say where arrays are.</summary>
    public static string WithoutElements(string field) => field.Replace(Elements, "", StringComparison.Ordinal);

    public SealedFields? Find(string name) => _fields.Find(field => field.Name == name).Node;

    /// <summary>As <see cref="Find(string)"/>, for a reader that stands on a name, with the name as it was declared.</summary>
    public (string Name, SealedFields? Node) Find(in Utf8JsonReader reader)
    {
        foreach (var (name, utf8, node) in _fields)
        {
            if (IsName(reader, utf8))
            {
                return (name, node);
            }
        }
        return ("", null);
    }

    /// <summary>The field itself, or the sealed one that it lies in.</summary>
    public string Widen(string field)
    {
        var node = this;
        var end = 0;
        foreach (var name in field.Split('.'))
        {
            if (node.Find(name) is not { } below)
            {
                return field;
            }
            node = below;
            end += name.Length + (end > 0 ? 1 : 0);
            if (node.IsLeaf)
            {
                return field[..end];
            }
        }
        return field;
    }

    private static bool IsName(in Utf8JsonReader reader, byte[] name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is JSON, and no name that anybody can declare.
            return false;
        }
    }

    private static bool IsBelow(string field, string other) =>
        field.StartsWith($"{other}.", StringComparison.Ordinal)
        || field.StartsWith($"{other}{Elements}", StringComparison.Ordinal);

    private static IEnumerable<string> Parts(string field)
    {
        foreach (var part in field.Split('.'))
        {
            var name = WithoutElements(part);
            yield return name;
            for (var end = name.Length; end < part.Length; end += Elements.Length)
            {
                yield return Elements;
            }
        }
    }

    private SealedFields Need(string part)
    {
        if (part == Elements)
        {
            return OfElements ??= new();
        }
        if (Find(part) is { } there)
        {
            return there;
        }
        var made = new SealedFields();
        _fields.Add((part, Encoding.UTF8.GetBytes(part), made));
        return made;
    }
}
