using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>Reads the body of a change and holds it against the metadata: names, types, lengths, nullability, what may be updated.</summary>
internal static class EntityBody
{
    public static async Task<Dictionary<string, object?>> Read(HttpContext http, EdmType type)
    {
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        }
        catch (JsonException e)
        {
            throw ODataException.Bad($"Error while parsing the JSON request body: {e.Message}");
        }
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("d", out var wrapped))
            {
                root = wrapped;
            }
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw ODataException.Bad("The request body must be a JSON object with the properties to change.");
            }
            var values = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var member in root.EnumerateObject().Where(m => m.Name != "__metadata"))
            {
                var property = type.Find(member.Name) ?? throw ODataException.UnknownProperty(member.Name, type);
                if (!property.Updatable)
                {
                    throw ODataException.Bad(
                        $"Property {property.Name} of type {type.FullName} can't be updated.",
                        property.Name
                    );
                }
                values[property.Name] = Value(property, member.Value);
            }
            return values;
        }
    }

    private static object? Value(EdmProperty property, JsonElement value) =>
        (property.Kind, value.ValueKind) switch
        {
            (_, JsonValueKind.Null) when property.Nullable => null,
            (EdmKind.String, JsonValueKind.String) => Text(property, value.GetString()!),
            (EdmKind.Boolean, JsonValueKind.True) => true,
            (EdmKind.Boolean, JsonValueKind.False) => false,
            _ => throw ODataException.Bad(
                $"Property {property.Name} is Edm.{property.Kind}{(property.Nullable ? "" : " and not nullable")}; the body has {value.ValueKind} for it.",
                property.Name
            ),
        };

    private static string Text(EdmProperty property, string text)
    {
        if (property.MaxLength is { } most && text.Length > most)
        {
            throw ODataException.Bad(
                $"Property '{property.Name}' has invalid value '{text[..Math.Min(60, text.Length)]}': it has {text.Length} characters, the maximum length is {most}.",
                property.Name
            );
        }
        return property.UpperCase ? text.ToUpperInvariant() : text;
    }
}
