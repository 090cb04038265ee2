using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Functions.Http;

/// <summary>
/// JSON of the API: camelCase, enums as camelCase text, decimals as strings. What isn't understood is refused, not ignored: unknown, repeated
/// and missing properties, and numbers in quotation marks. Rules of mappings come without what they don't say.
/// </summary>
public static class ApiJson
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = 32;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new DecimalAsStringConverter());
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(
            LeaveOut
        );
    }

    // A mapping is read, changed and sent back by people: what a rule does not say is not in it.
    private static void LeaveOut(JsonTypeInfo type)
    {
        if (type.Type.Namespace != typeof(MappingRule).Namespace)
        {
            return;
        }
        foreach (var property in type.Properties)
        {
            property.ShouldSerialize = static (_, value) => value is not (null or false);
        }
    }
}
