using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Durable.History;

/// <summary>How histories are written: an array of events, camelCase, nulls left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(List<HistoryEvent>))]
[JsonSerializable(typeof(IReadOnlyList<HistoryEvent>))]
[JsonSerializable(typeof(TaskFailureDetails))]
[JsonSerializable(typeof(ParentInstanceInfo))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
public sealed partial class HistoryJson : JsonSerializerContext;
