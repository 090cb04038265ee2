using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;

namespace IntegrationFunctions.Sandbox.Sap;

internal enum EdmKind
{
    String,
    Decimal,
    DateTime,
    Time,
    Boolean,
}

/// <summary>A property as $metadata describes it; the sap: attributes mean true where they are absent.</summary>
internal sealed record EdmProperty(
    string Name,
    EdmKind Kind,
    int? MaxLength,
    int? Scale,
    bool Nullable,
    bool Updatable,
    bool Filterable,
    bool UpperCase
)
{
    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(Name);
}

internal sealed record EdmNavigation(string Name, EdmType Target, string TargetSet)
{
    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(Name);
}

internal sealed class EdmType(string fullName, IReadOnlyList<EdmProperty> properties, IReadOnlyList<string> keys)
{
    private readonly FrozenDictionary<string, EdmProperty> _byName = properties.ToFrozenDictionary(p => p.Name);

    public string FullName => fullName;

    public IReadOnlyList<EdmProperty> Properties => properties;

    public IReadOnlyList<string> Keys => keys;

    /// <summary>Set once all types of a service are known.</summary>
    public IReadOnlyList<EdmNavigation> Navigations { get; set; } = [];

    public EdmProperty? Find(string name) => _byName.GetValueOrDefault(name);

    public EdmNavigation? FindNavigation(string name) => Navigations.FirstOrDefault(n => n.Name == name);
}

/// <summary>A service read from the very EDMX document that it serves as $metadata.</summary>
internal sealed class EdmService
{
    private static readonly XNamespace Edm = "http://schemas.microsoft.com/ado/2008/09/edm";
    private static readonly XNamespace SapData = "http://www.sap.com/Protocols/SAPData";

    private EdmService(string name, byte[] document, IReadOnlyDictionary<string, EdmType> sets)
    {
        Name = name;
        Document = document;
        Sets = sets;
    }

    public static IReadOnlyDictionary<string, EdmService> All { get; } =
        new[] { "API_BUSINESS_PARTNER", "API_OPLACCTGDOCITEMCUBE_SRV", "API_JOURNALENTRYITEMBASIC_SRV" }
            .Select(Load)
            .ToFrozenDictionary(s => s.Name);

    public string Name { get; }

    public byte[] Document { get; }

    public IReadOnlyDictionary<string, EdmType> Sets { get; }

    private static EdmService Load(string name)
    {
        using var resource =
            Assembly.GetExecutingAssembly().GetManifestResourceStream($"{name}.edmx")
            ?? throw new InvalidOperationException($"The metadata of {name} is not in the assembly.");
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        var schema = XDocument.Load(new MemoryStream(copy.ToArray())).Descendants(Edm + "Schema").Single();
        var types = schema
            .Elements(Edm + "EntityType")
            .ToDictionary(e => $"{name}.{Text(e, "Name")}", e => Read(e, name));
        var sets = schema
            .Descendants(Edm + "EntitySet")
            .ToDictionary(e => Text(e, "Name"), e => types[Text(e, "EntityType")]);
        foreach (var element in schema.Elements(Edm + "EntityType"))
        {
            types[$"{name}.{Text(element, "Name")}"].Navigations = element
                .Elements(Edm + "NavigationProperty")
                .Select(n => Navigation(n, schema, types, sets))
                .ToArray();
        }
        return new EdmService(name, copy.ToArray(), sets);
    }

    private static EdmType Read(XElement type, string service) =>
        new(
            $"{service}.{Text(type, "Name")}",
            type.Elements(Edm + "Property")
                .Select(p => new EdmProperty(
                    Text(p, "Name"),
                    Enum.Parse<EdmKind>(Text(p, "Type")["Edm.".Length..]),
                    Number(p, "MaxLength"),
                    Number(p, "Scale"),
                    (string?)p.Attribute("Nullable") != "false",
                    (string?)p.Attribute(SapData + "updatable") != "false",
                    (string?)p.Attribute(SapData + "filterable") != "false",
                    (string?)p.Attribute(SapData + "display-format") == "UpperCase"
                ))
                .ToArray(),
            type.Descendants(Edm + "PropertyRef").Select(k => Text(k, "Name")).ToArray()
        );

    private static EdmNavigation Navigation(
        XElement navigation,
        XElement schema,
        Dictionary<string, EdmType> types,
        Dictionary<string, EdmType> sets
    )
    {
        var role = Text(navigation, "ToRole");
        var end = schema.Elements(Edm + "Association").Elements(Edm + "End").Single(e => Text(e, "Role") == role);
        var target = types[Text(end, "Type")];
        return new EdmNavigation(Text(navigation, "Name"), target, sets.Single(s => s.Value == target).Key);
    }

    private static string Text(XElement element, string attribute) =>
        (string?)element.Attribute(attribute)
        ?? throw new InvalidOperationException($"<{element.Name.LocalName}> in the metadata lacks {attribute}.");

    private static int? Number(XElement element, string attribute) =>
        element.Attribute(attribute) is { } found ? int.Parse(found.Value, CultureInfo.InvariantCulture) : null;
}
