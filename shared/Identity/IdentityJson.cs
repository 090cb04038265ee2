using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Identity;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(Tenant))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(UserLogin))]
internal sealed partial class IdentityJson : JsonSerializerContext;
