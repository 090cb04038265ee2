using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Functions.Http;

/// <summary>
/// JSON of the API: camelCase, enums as camelCase text, decimals as strings. What isn't understood is refused, not ignored: unknown, repeated
/// and missing properties, and numbers in quotation marks.
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
    }
}
