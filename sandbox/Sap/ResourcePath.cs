namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>Set, Set(key), Set(key)/navigation, each perhaps with /$count behind.</summary>
internal sealed record ResourcePath(string Set, string? Key, string? Navigation, bool Count)
{
    public static ResourcePath Parse(string path)
    {
        var segments = path.Trim('/').Split('/');
        var count = segments[^1] == "$count";
        if (count)
        {
            segments = segments[..^1];
        }
        if (segments.Length is 0 or > 2 || segments[0].Length == 0)
        {
            throw ODataException.UnknownSegment(segments.ElementAtOrDefault(2) ?? path);
        }
        var (set, key) = Split(segments[0]);
        if (segments.Length == 1)
        {
            return new ResourcePath(set, key, null, count);
        }
        return key is null
            ? throw ODataException.UnknownSegment(segments[1])
            : new ResourcePath(set, key, segments[1], count);
    }

    /// <summary>The key values by name; a single-key type may leave the name out.</summary>
    public Dictionary<string, string> KeyValues(EdmType type)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in Parts(Key!))
        {
            var quote = part.IndexOf('\'');
            var equals = part.IndexOf('=');
            var named = equals > 0 && equals < quote;
            var name = named ? part[..equals].Trim() : type.Keys[0];
            var literal = (named ? part[(equals + 1)..] : part).Trim();
            if (literal is not ['\'', .., '\''] || !type.Keys.Contains(name) || !values.TryAdd(name, Unquote(literal)))
            {
                throw ODataException.Bad(
                    $"Invalid key predicate ({Key}) for {type.FullName}; its key is {string.Join(", ", type.Keys)}."
                );
            }
        }
        return values.Count == type.Keys.Count
            ? values
            : throw ODataException.Bad(
                $"The key ({Key}) is not complete; the key of {type.FullName} is {string.Join(", ", type.Keys)}."
            );
    }

    private static string Unquote(string literal) => literal[1..^1].Replace("''", "'", StringComparison.Ordinal);

    private static IEnumerable<string> Parts(string key)
    {
        var start = 0;
        var quoted = false;
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] == '\'')
            {
                quoted = !quoted;
            }
            else if (key[i] == ',' && !quoted)
            {
                yield return key[start..i];
                start = i + 1;
            }
        }
        yield return key[start..];
    }

    private static (string Set, string? Key) Split(string segment)
    {
        var open = segment.IndexOf('(');
        if (open < 0)
        {
            return (segment, null);
        }
        return segment.EndsWith(')')
            ? (segment[..open], segment[(open + 1)..^1])
            : throw ODataException.Bad($"The key in '{segment}' is not closed.");
    }
}
