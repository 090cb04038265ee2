using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Mapping.ValueMaps;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredValueMap))]
[JsonSerializable(typeof(ValueMapMiss))]
internal sealed partial class ValueMapStoreJson : JsonSerializerContext;
