using System.Text.Json.Nodes;
using NJsonSchema;

namespace IntegrationFunctions.Mapping.Models;

/// <summary>A model that all systems are mapped to: its schema is <c>Schemas/{name}.json</c>.</summary>
public sealed class CanonicalModel
{
    private readonly Lazy<Task<JsonSchema>> _schema;

    internal CanonicalModel(string name, string text)
    {
        (Name, Text) = (name, text);
        Document = JsonNode.Parse(text)!.AsObject();
        Title = (string)Document["title"]!;
        TitleFr = (string)Document["x-title-fr"]!;
        _schema = new(() => JsonSchema.FromJsonAsync(text));
    }

    /// <summary>Kebab-case: <c>business-partner</c>.</summary>
    public string Name { get; }

    /// <summary>For people, in English.</summary>
    public string Title { get; }

    /// <summary>For people, in French.</summary>
    public string TitleFr { get; }

    /// <summary>JSON Schema (draft 2020-12), with <c>x-title-fr</c>, <c>x-kind</c> (money, decimal, iban...) and <c>x-refers-to</c> (a model).</summary>
    public string Text { get; }

    internal JsonObject Document { get; }

    /// <summary>The schema, to validate with.</summary>
    public Task<JsonSchema> Schema() => _schema.Value;

    /// <summary>The schema of a field, <c>bankAccounts.iban</c> for one of a list's entries; null where the model has none.</summary>
    public JsonObject? Field(string path)
    {
        var here = Document;
        foreach (var name in path.Split('.'))
        {
            var fields = here["properties"] ?? here["items"]?["properties"];
            if (fields?[name] is not JsonObject field)
            {
                return null;
            }
            here = field;
        }
        return here;
    }

    /// <summary>The names of the fields at the top, in order.</summary>
    public IEnumerable<string> FieldNames() => Document["properties"]!.AsObject().Select(field => field.Key);
}
