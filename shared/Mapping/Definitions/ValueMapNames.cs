namespace IntegrationFunctions.Mapping.Definitions;

/// <summary>The value maps that a mapping uses and does not bring along.</summary>
public static class ValueMapNames
{
    /// <summary>Their names, each once.</summary>
    public static IReadOnlyCollection<string> Of(MappingDefinition mapping)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        Gather(mapping.Rules, names);
        names.ExceptWith(mapping.ValueMaps?.Keys ?? []);
        return names;
    }

    private static void Gather(IReadOnlyList<MappingRule> rules, SortedSet<string> names)
    {
        foreach (var rule in rules)
        {
            if (rule.ValueMap is { } name)
            {
                names.Add(name);
            }
            Gather(rule.Rules ?? [], names);
        }
    }
}
