using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Mapping.Definitions;

/// <summary>JSON of mappings: camelCase; a member that no mapping has is refused by name.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(MappingDefinition))]
[JsonSerializable(typeof(ValueMap))]
public sealed partial class MappingJson : JsonSerializerContext;
