using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IntegrationFunctions.Functions.Http.OpenApi;

/// <summary>Names of schemas as users see them, and the form of amounts.</summary>
internal static class SchemaNames
{
    private const string Amount = @"^-?[0-9]+(\.[0-9]+)?$";

    private static readonly ConcurrentDictionary<string, Type> Taken = new(StringComparer.Ordinal);

    /// <summary>The name, or null for a type that is described where it stands.</summary>
    /// <exception cref="InvalidOperationException">Another type has the name: one would silently be described as the other.</exception>
    public static string? For(JsonTypeInfo type)
    {
        var name = Make(type);
        var bare = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (name is not null && Taken.GetOrAdd(name, bare) is var holder && holder != bare)
        {
            throw new InvalidOperationException(
                $"The schemas of {holder} and {bare} would both be named '{name}'. Give one of them a DisplayName."
            );
        }
        return name;
    }

    private static string? Make(JsonTypeInfo type)
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

    /// <summary>Where a choice may be absent, its reference says so beside it: null as a value as well would match twice.</summary>
    public static Task Choices(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (schema.Enum is { Count: > 0 } values)
        {
            schema.Enum = [.. values.Where(value => value is not null && value.GetValueKind() != JsonValueKind.Null)];
        }
        return Task.CompletedTask;
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
