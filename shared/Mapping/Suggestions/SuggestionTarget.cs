using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>A field of a model that is to be made.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Path">As the rule has it: <c>address.city</c>; within a list without the list.</param>
/// <param name="Key">With the list: <c>lines.account</c>.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="IsRequired">Whether the model needs it.</param>
internal sealed record SuggestionTarget(string Model, string Path, string Key, JsonObject Schema, bool IsRequired)
{
    /// <summary>What it is called: titles and known names, as words.</summary>
    public IReadOnlyList<(string Text, IReadOnlyList<string> Words)> Phrases { get; } = Read(Model, Key, Schema);

    /// <summary>What the list or the object around it is called.</summary>
    public IReadOnlyList<string> Above { get; } = ReadAbove(Model, Key);

    public string? Kind => (string?)Schema["x-kind"];

    public string? Format => (string?)Schema["format"];

    public string Type => (string)Schema["type"]!;

    public string Title => (string)Schema["title"]!;

    public bool IsList => Type == "array";

    public IReadOnlyList<string>? Choices =>
        Schema["enum"] is JsonArray list ? [.. list.Select(value => (string)value!)] : null;

    /// <summary>Whether it says which record it is.</summary>
    public bool IsKey => Key == "id";

    /// <summary>Whether it says what a partner is to us.</summary>
    public bool IsRole => Key is "isCustomer" or "isSupplier";

    /// <summary>The fields of a model, those of objects within it too; lists as they are.</summary>
    public static IReadOnlyList<SuggestionTarget> Of(CanonicalModel model) =>
        [.. Within(model.Name, model.Document, "", "")];

    /// <summary>The fields of a list's entries.</summary>
    public IReadOnlyList<SuggestionTarget> Entries() => [.. Within(Model, Schema["items"]!.AsObject(), "", Key + ".")];

    private static IEnumerable<SuggestionTarget> Within(string model, JsonObject schema, string path, string key)
    {
        var required = schema["required"] is JsonArray names ? names.Select(name => (string)name!).ToHashSet() : [];
        foreach (var (name, node) in schema["properties"]!.AsObject())
        {
            var field = node!.AsObject();
            if ((string?)field["type"] == "object")
            {
                foreach (var inner in Within(model, field, $"{path}{name}.", $"{key}{name}."))
                {
                    // An object that is not there needs none of its fields.
                    yield return inner with
                    {
                        IsRequired = false,
                    };
                }
            }
            else
            {
                yield return new(model, path + name, key + name, field, required.Contains(name));
            }
        }
    }

    private static IReadOnlyList<string> ReadAbove(string model, string key)
    {
        var end = key.LastIndexOf('.');
        var dictionary = NameDictionary.Instance;
        return end < 0
            ? []
            : [.. dictionary.Phrases(model, key[..end]).Append(key[..end]).SelectMany(dictionary.Words.Of).Distinct()];
    }

    private static IReadOnlyList<(string Text, IReadOnlyList<string> Words)> Read(
        string model,
        string key,
        JsonObject schema
    )
    {
        var dictionary = NameDictionary.Instance;
        var leaf = key[(key.LastIndexOf('.') + 1)..];
        return
        [
            .. new[] { leaf, (string)schema["title"]!, (string)schema["x-title-fr"]! }
                .Concat(dictionary.Phrases(model, key))
                .Select(text => (Text: text, Words: dictionary.Words.Of(text)))
                .Where(phrase => phrase.Words.Count > 0)
                .DistinctBy(phrase => string.Join(' ', phrase.Words.Order(StringComparer.Ordinal))),
        ];
    }
}
