using System.Collections.Frozen;
using IntegrationFunctions.Mapping.Definitions;

namespace IntegrationFunctions.Mapping.Execution;

/// <summary>A value map, ready to be looked up in, both ways.</summary>
internal sealed class CompiledValueMap
{
    private readonly ValueMap _map;
    private readonly FrozenDictionary<string, string> _there;
    private readonly FrozenDictionary<string, string> _back;

    public CompiledValueMap(string name, ValueMap map)
    {
        (Name, _map) = (name, map);
        var comparer = map.IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        _there = First(map.Entries, entry => entry.From, entry => entry.To, comparer);
        _back = First(map.Entries, entry => entry.To, entry => entry.From, StringComparer.Ordinal);
    }

    public string Name { get; }

    /// <summary>Whether each value comes from one value alone.</summary>
    public bool IsInvertible => _back.Count == _there.Count && !_map.IgnoreCase;

    public LookedUp There(string from) =>
        _there.TryGetValue(from, out var to)
            ? new(Name, from, to, IsDefault: false)
            : new(Name, from, _map.Default, IsDefault: _map.Default is not null);

    public string? Back(string to) => _back.GetValueOrDefault(to);

    private static FrozenDictionary<string, string> First(
        IReadOnlyList<ValueMapEntry> entries,
        Func<ValueMapEntry, string> key,
        Func<ValueMapEntry, string> value,
        StringComparer comparer
    )
    {
        var first = new Dictionary<string, string>(entries.Count, comparer);
        foreach (var entry in entries)
        {
            first.TryAdd(key(entry), value(entry));
        }
        return first.ToFrozenDictionary(comparer);
    }
}
