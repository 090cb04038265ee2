using System.Text.Json.Nodes;

namespace IntegrationFunctions.Mapping.Discovery;

/// <summary>The model of an object as it is seen in its records, as JSON Schema (draft 2020-12).</summary>
/// <remarks>
/// Beside type and format a field has: <c>x-filled</c> (0 to 1, of the objects that it is a field of), <c>x-unique</c>, <c>examples</c> (at
/// most 3), <c>x-values</c> (at most 12 values that 20 or more records share), <c>x-kind</c> (money, decimal, currency, country, iban, bic,
/// email, odata-date, date, local-date-time, unix-time, flag), <c>x-pattern</c> of a date, <c>x-flag</c> (what is true, what is false), and
/// <c>x-forms</c>: how values are written otherwise than in the canonical models (decimal-comma, blanks, small-letters, padded, negative), and whether
/// texts are whole numbers (whole). Fields that may hold secrets have neither examples nor values.
/// </remarks>
public sealed class DiscoveredModel
{
    /// <summary>A model that was inferred before.</summary>
    /// <param name="schema">As <see cref="Infer"/> made it.</param>
    /// <exception cref="ArgumentException">It is not the schema of an object.</exception>
    public DiscoveredModel(JsonObject schema)
    {
        if (schema["properties"] is not JsonObject || (string?)schema["title"] is not { } title)
        {
            throw new ArgumentException("The schema needs a title and properties.", nameof(schema));
        }
        (Schema, Title) = (schema, title);
    }

    /// <summary>The schema.</summary>
    public JsonObject Schema { get; }

    /// <summary>Name of the object.</summary>
    public string Title { get; }

    /// <summary>How many records were looked at.</summary>
    public int Records => (int?)Schema["x-records"] ?? 0;

    /// <summary>Infers the model of records. Bounded in memory and time: what the limits cut off is told by <c>x-more-fields</c> and <c>x-records</c>.</summary>
    /// <param name="records">Raw records.</param>
    /// <param name="title">Name of the object.</param>
    /// <param name="limits">Other limits than the usual.</param>
    public static DiscoveredModel Infer(IEnumerable<JsonObject> records, string title, DiscoveryLimits? limits = null)
    {
        var budget = new DiscoveryBudget(limits ?? DiscoveryLimits.Default);
        var whole = new FieldProfile(budget, isSecret: false, mayBeUnique: true, depth: 0);
        foreach (var record in records.Take(budget.Limits.Records))
        {
            whole.Add(record);
            if (budget.Values <= 0)
            {
                break;
            }
        }
        var schema = WriteSchema.Run(whole);
        schema["type"] = "object";
        schema["properties"] ??= new JsonObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        schema["x-records"] = whole.Objects;
        return new(schema);
    }

    /// <summary>The fields that are values, those of nested objects too, in order; and lists, whose entries are not among them.</summary>
    public IReadOnlyList<DiscoveredField> Fields() => DiscoveredField.Within(Schema);
}
