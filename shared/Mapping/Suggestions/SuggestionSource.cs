using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationFunctions.Mapping.Discovery;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>A field of the source that a target may be made of.</summary>
internal sealed partial class SuggestionSource
{
    private static readonly string[] Keywords = ["and", "or", "in", "true", "false", "null", "function"];

    private SuggestionSource(DiscoveredField field, IReadOnlyList<string> names, string? path, string reference)
    {
        (Field, Path, Reference) = (field, path, reference);
        Leaf = names[^1];
        var words = NameDictionary.Instance.Words;
        Words = words.Of(Leaf);
        Around = [.. names.SkipLast(1).SelectMany(words.Of).Except(Words).Distinct()];
    }

    public DiscoveredField Field { get; }

    /// <summary>For <c>source</c> of a rule; null where only an expression reaches it.</summary>
    public string? Path { get; }

    /// <summary>In an expression.</summary>
    public string Reference { get; }

    /// <summary>The innermost name.</summary>
    public string Leaf { get; }

    /// <summary>Its words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The words of the objects around it.</summary>
    public IReadOnlyList<string> Around { get; }

    /// <summary>Whether it is a field of the first entry of a list.</summary>
    public bool IsFirstOfList => Path is null;

    /// <summary>The values among fields; names that no rule can write are left out.</summary>
    /// <param name="fields">Fields of a record, or of a list's entries.</param>
    /// <param name="within">The list, if any, whose words stand around its fields.</param>
    public static IEnumerable<SuggestionSource> Of(
        IEnumerable<DiscoveredField> fields,
        DiscoveredField? within = null
    ) =>
        from field in fields
        where !field.Types.Contains("array") && field.Path is not null
        select new SuggestionSource(field, [.. within?.Names ?? [], .. field.Names], field.Path, Refer(field.Names));

    /// <summary>The fields of the first entry of a list.</summary>
    public static IEnumerable<SuggestionSource> OfFirst(DiscoveredField list) =>
        from field in list.Path is null ? [] : list.Entries()
        where !field.Types.Contains("array") && field.Path is not null
        select new SuggestionSource(
            field,
            [.. list.Names, .. field.Names],
            null,
            $"{Refer(list.Names)}[0].{Refer(field.Names)}"
        );

    /// <summary>A text in an expression.</summary>
    public static string Literal(string text) => JsonValue.Create(text).ToJsonString();

    private static string Refer(IEnumerable<string> names) =>
        string.Join('.', names.Select(name => Plain().IsMatch(name) && !Keywords.Contains(name) ? name : $"`{name}`"));

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Plain();
}
