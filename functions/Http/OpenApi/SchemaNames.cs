using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IntegrationFunctions.Functions.Http.OpenApi;

/// <summary>Names of schemas as users see them, and the form of amounts.</summary>
internal static class SchemaNames
{
    private const string Amount = @"^-?[0-9]+(\.[0-9]+)?$";

    public static string? For(JsonTypeInfo type)
    {
        if (type.Type.GetCustomAttribute<DisplayNameAttribute>() is { DisplayName: var name })
        {
            return name;
        }
        var made = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return made is not null && made.EndsWith("View", StringComparison.Ordinal) ? made[..^4]
            : made is not null && made.StartsWith("PageOf", StringComparison.Ordinal)
                ? made.Replace("View", "", StringComparison.Ordinal)
            : made;
    }

    public static Task Amounts(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(decimal) || type == typeof(decimal?))
        {
            schema.Type = type == typeof(decimal) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = null;
            schema.Pattern = Amount;
            schema.Examples = [JsonValue.Create("1234.50")];
        }
        if (type.IsAssignableTo(typeof(IEnumerable<KeyValuePair<string, decimal>>)))
        {
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = Amount };
        }
        return Task.CompletedTask;
    }
}
