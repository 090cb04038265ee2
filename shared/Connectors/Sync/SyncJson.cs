using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Connectors.Sync;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(DecimalAsStringConverter)]
)]
[JsonSerializable(typeof(RecordDocument))]
[JsonSerializable(typeof(RecordHeader))]
[JsonSerializable(typeof(StoredContent))]
[JsonSerializable(typeof(CheckpointDocument))]
[JsonSerializable(typeof(SeenDocument))]
[JsonSerializable(typeof(ActiveMapping))]
internal sealed partial class SyncJson : JsonSerializerContext;
