using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>Canonical fields of a business partner to those of A_BusinessPartner. Each field: MAPPINGS.md.</summary>
internal static class UnmapBusinessPartner
{
    private const int NamePart = 40;

    private static readonly string[] NameFields =
    [
        "OrganizationBPName1",
        "OrganizationBPName2",
        "OrganizationBPName3",
        "OrganizationBPName4",
    ];

    /// <param name="fields">Canonical fields with new values.</param>
    /// <param name="now">The record as SAP has it.</param>
    public static Result<JsonObject> ToSap(JsonObject fields, JsonObject now)
    {
        if (fields.Count == 0)
        {
            return new IntegrationError(ErrorKind.Validation, "no-fields", "There is no field to change.");
        }
        var changes = new JsonObject();
        foreach (var (name, value) in fields)
        {
            var refused = name switch
            {
                "name" => Name(value, now, changes),
                "language" => Language(value, changes),
                "blocked" => Blocked(value, changes),
                _ => new IntegrationError(
                    ErrorKind.Validation,
                    "unknown-field",
                    $"'{name}' is not a field of a business partner that can be changed here; these can: name, language, blocked.",
                    $"/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}"
                ),
            };
            if (refused is not null)
            {
                return refused;
            }
        }
        return changes;
    }

    /// <summary>The canonical field that a text of SAP speaks of, as a JSON pointer, or null.</summary>
    public static string? PointerTo(string text, JsonObject changes)
    {
        var named = changes
            .Select(change => change.Key)
            .FirstOrDefault(field => text.Contains(field, StringComparison.OrdinalIgnoreCase));
        return named switch
        {
            null => null,
            "CorrespondenceLanguage" => "/language",
            "BusinessPartnerIsBlocked" => "/blocked",
            _ => "/name",
        };
    }

    private static IntegrationError? Name(JsonNode? value, JsonObject now, JsonObject changes)
    {
        if (value is not JsonValue text || !text.TryGetValue<string>(out var name) || string.IsNullOrWhiteSpace(name))
        {
            return Wrong("name", "a text that is not empty");
        }
        if (SapField.Optional(now, "BusinessPartnerCategory") == "1")
        {
            return new IntegrationError(
                ErrorKind.Validation,
                "sap-person-name",
                "This partner is a person: its name is made of several fields and is changed in SAP.",
                "/name"
            );
        }
        var parts = Split(name.Trim());
        if (parts.Count > NameFields.Length)
        {
            return Wrong("name", $"a text of at most {NameFields.Length} parts of {NamePart} characters");
        }
        for (var i = 0; i < NameFields.Length; i++)
        {
            if (i < parts.Count)
            {
                changes[NameFields[i]] = parts[i];
            }
            else if (SapField.Optional(now, NameFields[i]) is not null)
            {
                // The full name is made of all parts: an old second part would stay behind the new first one.
                changes[NameFields[i]] = "";
            }
        }
        return null;
    }

    private static List<string> Split(string name)
    {
        var parts = new List<string>();
        while (name.Length > NamePart)
        {
            // One beyond the limit, so that a space right behind a full part counts.
            var space = name.LastIndexOf(' ', NamePart);
            var length = space > 0 ? space : NamePart;
            parts.Add(name[..length].TrimEnd());
            name = name[length..].TrimStart();
        }
        parts.Add(name);
        return parts;
    }

    private static IntegrationError? Language(JsonNode? value, JsonObject changes)
    {
        if (value is not JsonValue text || !text.TryGetValue<string>(out var language) || language.Length != 2)
        {
            return Wrong("language", "an ISO 639-1 code such as DE");
        }
        changes["CorrespondenceLanguage"] = language.ToUpperInvariant();
        return null;
    }

    private static IntegrationError? Blocked(JsonNode? value, JsonObject changes)
    {
        if (value is not JsonValue flag || !flag.TryGetValue<bool>(out var blocked))
        {
            return Wrong("blocked", "true or false");
        }
        changes["BusinessPartnerIsBlocked"] = blocked;
        return null;
    }

    private static IntegrationError Wrong(string field, string wanted) =>
        new(ErrorKind.Validation, "field-invalid", $"The field {field} must be {wanted}.", $"/{field}");
}
