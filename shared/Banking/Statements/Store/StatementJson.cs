using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Banking.Statements.Store;

/// <summary>JSON of stored statements: camelCase, amounts as strings.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(DecimalAsStringConverter)]
)]
[JsonSerializable(typeof(StatementHeader))]
[JsonSerializable(typeof(StatementLine))]
public sealed partial class StatementJson : JsonSerializerContext;

/// <summary>An enum as text in camelCase.</summary>
public sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;

/// <summary>An enum as text in kebab-case.</summary>
public sealed class KebabCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower)
    where T : struct, Enum;
