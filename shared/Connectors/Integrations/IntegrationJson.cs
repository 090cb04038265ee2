using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Connectors.Integrations;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(Integration))]
[JsonSerializable(typeof(SecretBundle))]
internal sealed partial class IntegrationJson : JsonSerializerContext;
