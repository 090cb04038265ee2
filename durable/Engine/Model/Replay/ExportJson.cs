using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.Replay;

/// <summary>How exported histories are written: the events as <see cref="HistoryJson"/> writes them, indented for people to read.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(ExportedHistory))]
internal sealed partial class ExportJson : JsonSerializerContext;
