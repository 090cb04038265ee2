using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Connectors.Rest.Definition;

/// <summary>JSON of definitions: camelCase; a member that no definition has is refused by name.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.Strict,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(RestDefinition))]
public sealed partial class RestJson : JsonSerializerContext;
