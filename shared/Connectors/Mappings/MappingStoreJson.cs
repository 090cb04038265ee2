using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Connectors.Mappings;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(MappingVersion))]
[JsonSerializable(typeof(MappingRun))]
internal sealed partial class MappingStoreJson : JsonSerializerContext;
