namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>What of a type is written: its properties, and its navigations, either as links or expanded (then with a projection).</summary>
internal sealed record Projection(
    IReadOnlyList<EdmProperty> Properties,
    IReadOnlyList<(EdmNavigation Navigation, Projection? Expanded)> Navigations
)
{
    public static Projection Parse(string? select, string? expand, EdmType type)
    {
        var expanded = List(expand);
        foreach (var name in expanded)
        {
            _ = type.FindNavigation(name) ?? throw ODataException.UnknownProperty(name, type);
        }
        var selected = List(select);
        if (selected.Length == 0 || selected.Contains("*"))
        {
            return new Projection(
                type.Properties,
                type.Navigations.Select(n => (n, expanded.Contains(n.Name) ? All(n.Target) : null)).ToArray()
            );
        }
        var properties = new HashSet<EdmProperty>();
        var inner = new Dictionary<EdmNavigation, List<string>>();
        foreach (var path in selected)
        {
            var parts = path.Split('/', 2);
            if (parts.Length == 1 && type.Find(path) is { } property)
            {
                properties.Add(property);
                continue;
            }
            var navigation = type.FindNavigation(parts[0]) ?? throw ODataException.UnknownProperty(parts[0], type);
            var fields = inner.TryGetValue(navigation, out var found) ? found : inner[navigation] = [];
            if (parts.Length == 2)
            {
                fields.Add(parts[1]);
            }
        }
        return new Projection(
            type.Properties.Where(properties.Contains).ToArray(),
            type.Navigations.Where(n => inner.ContainsKey(n) || expanded.Contains(n.Name))
                .Select(n => (n, expanded.Contains(n.Name) ? Of(n.Target, inner.GetValueOrDefault(n)) : null))
                .ToArray()
        );
    }

    private static Projection All(EdmType type) =>
        new(type.Properties, type.Navigations.Select(n => (n, (Projection?)null)).ToArray());

    private static Projection Of(EdmType type, List<string>? fields) =>
        Parse(fields is null ? null : string.Join(',', fields), null, type);

    private static string[] List(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
