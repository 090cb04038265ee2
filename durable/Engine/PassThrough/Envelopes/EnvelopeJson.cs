using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Durable.PassThrough.Envelopes;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InstanceEnvelope))]
[JsonSerializable(typeof(ActivityEnvelope))]
[JsonSerializable(typeof(ActivityAnswer))]
[JsonSerializable(typeof(FailureEnvelope))]
[JsonSerializable(typeof(string))]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
