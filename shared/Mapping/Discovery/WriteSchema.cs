using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Mapping.Discovery;

/// <summary>What was seen of a field, as JSON Schema.</summary>
internal static class WriteSchema
{
    // One dirty value in twenty does not hide what a field is; it is told when it is mapped.
    private const double Enough = 0.95;

    // Of fewer values nobody can say that there are no others.
    private const int EnoughValues = 20;

    private static readonly (string Yes, string No)[] Flags =
    [
        ("X", ""),
        ("Y", "N"),
        ("J", "N"),
        ("O", "N"),
        ("true", "false"),
        ("True", "False"),
        ("TRUE", "FALSE"),
        ("yes", "no"),
        ("Yes", "No"),
        ("oui", "non"),
        ("Oui", "Non"),
        ("OUI", "NON"),
        ("1", "0"),
    ];

    public static JsonObject Run(FieldProfile field)
    {
        var schema = new JsonObject { ["type"] = Type(field) };
        if (field.Objects > 0)
        {
            var properties = new JsonObject();
            foreach (var (name, inner) in field.Fields)
            {
                var made = Run(inner);
                made["x-filled"] = Math.Round((double)inner.Filled / field.Objects, 4);
                properties[name] = made;
            }
            schema["properties"] = properties;
        }
        if (field.Entries is { } entries)
        {
            schema["items"] = Run(entries);
        }
        if (field.HasMoreFields)
        {
            schema["x-more-fields"] = true;
        }
        if (field.Scalars > 0)
        {
            AddKind(schema, field);
            AddValues(schema, field);
        }
        return schema;
    }

    private static JsonNode Type(FieldProfile field)
    {
        (string Name, int Count)[] seen =
        [
            ("string", field.Texts),
            ("integer", field.Numbers == 0 ? field.Integers : 0),
            ("number", field.Numbers),
            ("boolean", field.Booleans),
            ("object", field.Objects),
            ("array", field.Lists),
            ("null", field.Nulls),
        ];
        var names = seen.Where(type => type.Count > 0).Select(type => type.Name).ToArray();
        return names.Length == 1 ? names[0] : new JsonArray([.. names.Select(name => (JsonNode)name)]);
    }

    private static void AddKind(JsonObject schema, FieldProfile field)
    {
        bool Is(ValueForms form) => field.Share(form) >= Enough;
        bool IsOneOf(params ValueForms[] forms) => forms.Sum(field.Share) >= Enough;

        if (Flag(field) is { } flag)
        {
            schema["x-kind"] = "flag";
            schema["x-flag"] = new JsonArray(flag.Yes, flag.No);
        }
        else if (Is(ValueForms.ODataDate))
        {
            schema["x-kind"] = "odata-date";
        }
        else if (
            ReadForms.DatePatterns.FirstOrDefault(date => Is(date.Form)) is { Pattern: { } pattern, Form: var form }
        )
        {
            AddDate(schema, field.Share(form), pattern);
        }
        else if (IsOneOf(ValueForms.DateTime, ValueForms.LocalDateTime))
        {
            // The standard's date-time has an offset, and every value has to be one.
            var isStandard = field.Share(ValueForms.DateTime) >= 1 && field.Texts == field.Scalars;
            schema[isStandard ? "format" : "x-kind"] = isStandard ? "date-time" : "local-date-time";
        }
        else if (Is(ValueForms.UnixTime) && field.Texts == 0)
        {
            schema["x-kind"] = "unix-time";
        }
        else if (Code() is { } code)
        {
            schema["x-kind"] = code;
        }
        else if (
            field.Share(ValueForms.PointDecimals) + field.Share(ValueForms.CommaDecimals) > 0
            && IsOneOf(ValueForms.Whole, ValueForms.PointDecimals, ValueForms.CommaDecimals)
        )
        {
            schema["x-kind"] = Is(ValueForms.TwoPlaces) && field.Texts == field.Scalars ? "money" : "decimal";
        }
        AddForms(schema, field);

        string? Code() =>
            Is(ValueForms.Iban) ? "iban"
            : Is(ValueForms.Email) ? "email"
            : Is(ValueForms.Currency) ? "currency"
            : Is(ValueForms.Country) ? "country"
            : Is(ValueForms.Bic) ? "bic"
            : null;
    }

    private static void AddDate(JsonObject schema, double share, string pattern)
    {
        if (pattern == "yyyy-MM-dd" && share >= 1)
        {
            schema["format"] = "date";
            return;
        }
        schema["x-kind"] = "date";
        schema["x-pattern"] = pattern;
    }

    // How values are written where this is not how the canonical models have them.
    private static void AddForms(JsonObject schema, FieldProfile field)
    {
        var kind = (string?)schema["x-kind"];
        var isAmount = kind is "money" or "decimal" || (kind is null && field.Texts == 0);
        var isCode = kind is "iban" or "bic" or "currency" or "country";
        var forms = new JsonArray();
        void Add(string name, bool seen)
        {
            if (seen)
            {
                forms.Add(name);
            }
        }
        Add("decimal-comma", kind is "money" or "decimal" && field.Share(ValueForms.CommaDecimals) > 0);
        Add("blanks", (isCode || kind is "money" or "decimal") && field.Share(ValueForms.Blanks) > 0);
        Add("small-letters", isCode && field.Share(ValueForms.SmallLetters) > 0);
        Add("negative", isAmount && field.Share(ValueForms.Negative) > 0);
        Add("padded", field.Share(ValueForms.Padded) > 0);
        Add("whole", kind is null && field.Texts > 0 && field.Share(ValueForms.Whole) >= Enough);
        if (forms.Count > 0)
        {
            schema["x-forms"] = forms;
        }
    }

    private static (string Yes, string No)? Flag(FieldProfile field)
    {
        if (field.Values is not { Count: 1 or 2 } values || field.Booleans > 0)
        {
            return null;
        }
        foreach (var (yes, no) in Flags)
        {
            var fits = values.Keys.All(value => value == yes || value == no);
            // One of two says little by itself; 0 may be a number, and an X of which all are set is a flag all the same.
            if (fits && (values.Count == 2 || yes is "X" or "Y"))
            {
                return (yes, no);
            }
        }
        return null;
    }

    private static void AddValues(JsonObject schema, FieldProfile field)
    {
        schema["x-unique"] = field.IsUnique;
        if (field.Examples.Count > 0)
        {
            schema["examples"] = new JsonArray([.. field.Examples.Select(json => JsonNode.Parse(json))]);
        }
        var isCodes =
            (string?)schema["format"] is null
            && (string?)schema["x-kind"]
                is not ("money" or "decimal" or "odata-date" or "date" or "local-date-time" or "unix-time");
        if (field.Values is { Count: > 0 } values && field.Scalars >= EnoughValues && isCodes)
        {
            schema["x-values"] = new JsonArray([
                .. values
                    .OrderBy(value => value.Key, StringComparer.Ordinal)
                    .Select(value =>
                        value.Value == JsonValueKind.String ? JsonValue.Create(value.Key) : JsonNode.Parse(value.Key)
                    ),
            ]);
        }
    }
}
