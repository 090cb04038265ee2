using System.Collections.Frozen;

namespace IntegrationFunctions.Banking.Payments.Iso20022;

/// <summary>Types of a message, parsed from their tables.</summary>
internal sealed class MessageSchema
{
    public static readonly MessageSchema Pain001 = new(
        "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09",
        Pain001Structure.Lines,
        Pain001Values.Lines
    );

    private readonly Dictionary<string, StructureType> _structures = [];
    private readonly Dictionary<string, ValueType> _values = [];

    private MessageSchema(string xmlNamespace, string structures, string values)
    {
        Namespace = xmlNamespace;
        foreach (var line in Lines(values))
            _values.Add(line[0], ValueType.Parse(line));
        var lines = Lines(structures).ToArray();
        foreach (var line in lines)
            _structures.Add(line[0], new StructureType(line[0], line[1] == "|"));
        foreach (var line in lines)
            _structures[line[0]].Elements = [.. line.Skip(2).Select(Parse)];
    }

    public string Namespace { get; }

    public StructureType Root => _structures["Document"];

    // A line that begins with a blank continues the one above.
    private static IEnumerable<string[]> Lines(string table) =>
        table
            .ReplaceLineEndings("\n")
            .Replace("\n ", " ")
            .Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private SchemaElement Parse(string text)
    {
        if (text == "*any")
            return new SchemaElement("*", 1, 1, null, null);
        var (name, type) = (text[..text.IndexOf(':')], text[(text.IndexOf(':') + 1)..]);
        var (min, max) = (1, 1);
        if (type.EndsWith('?'))
            (min, type) = (0, type[..^1]);
        else if (type.EndsWith('}'))
        {
            var open = type.IndexOf('{');
            var bounds = type[(open + 1)..^1].Split(',');
            (min, max, type) = (
                int.Parse(bounds[0]),
                bounds[1] == "n" ? int.MaxValue : int.Parse(bounds[1]),
                type[..open]
            );
        }
        return _structures.TryGetValue(type, out var structure)
            ? new SchemaElement(name, min, max, structure, null)
            : new SchemaElement(name, min, max, null, _values[type]);
    }
}

/// <summary>An element in its place: how often, and of which type. <c>*</c> with neither type takes any element.</summary>
internal sealed record SchemaElement(string Name, int Min, int Max, StructureType? Structure, ValueType? Value);

/// <summary>A type that holds elements: all in this order, or one of them.</summary>
internal sealed class StructureType(string name, bool isChoice)
{
    private FrozenDictionary<string, int> _indexes = FrozenDictionary<string, int>.Empty;
    private SchemaElement[] _elements = [];

    public string Name => name;

    public bool IsChoice => isChoice;

    public SchemaElement[] Elements
    {
        get => _elements;
        set
        {
            _elements = value;
            _indexes = value
                .Select((element, index) => (element.Name, index))
                .ToFrozenDictionary(pair => pair.Name, pair => pair.index);
        }
    }

    /// <summary>Place of an element in the type; -1 where it has none.</summary>
    public int IndexOf(string element) => _indexes.GetValueOrDefault(element, _indexes.GetValueOrDefault("*", -1));
}
