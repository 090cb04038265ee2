namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>The key of a source none of whose fields is called one: a field that is always filled and of which no two records have the same.</summary>
internal sealed class SuggestKey(IReadOnlyList<SuggestionSource> sources)
{
    private static readonly string[] Numbers = ["number", "code"];

    /// <summary>Adds a match for the key where there is none.</summary>
    public void Run(SuggestionTarget key, ScopeMatches found)
    {
        if (!key.IsKey || found.Best.ContainsKey(key.Key))
        {
            return;
        }
        var number = Numbers.Select(name => found.Best.GetValueOrDefault(name)?.Source).FirstOrDefault(IsKey);
        if ((number ?? sources.FirstOrDefault(IsKey)) is not { } source)
        {
            return;
        }
        found.Best[key.Key] = new(
            key,
            source,
            number is null ? Weights.KeyByValues : Weights.KeyByNumber,
            0,
            new(1, Format: source.Field.Types.Contains("string") ? null : ["text"]),
            [$"No field is called a key. '{source.Leaf}' is always filled, and no two records have the same."]
        );
    }

    private static bool IsKey(SuggestionSource? source) =>
        source is { Field: { IsUnique: true, Kind: null, Filled: > 0.99 }, Path: not null };
}
