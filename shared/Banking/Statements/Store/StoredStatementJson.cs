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
public sealed partial class StoredStatementJson : JsonSerializerContext;

/// <summary>An enum as text in camelCase.</summary>
public sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;
