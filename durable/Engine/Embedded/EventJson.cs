using System.Text.Json;
using IntegrationFunctions.Durable.History;

namespace IntegrationFunctions.Durable.Embedded;

internal static class EventJson
{
    public static byte[] Write(HistoryEvent e) =>
        JsonSerializer.SerializeToUtf8Bytes(e, HistoryJson.Default.HistoryEvent);

    public static byte[] Write(List<HistoryEvent> events) =>
        JsonSerializer.SerializeToUtf8Bytes(events, HistoryJson.Default.ListHistoryEvent);

    public static HistoryEvent Read(byte[] json) => JsonSerializer.Deserialize(json, HistoryJson.Default.HistoryEvent)!;

    public static List<HistoryEvent> ReadMany(byte[] json) =>
        JsonSerializer.Deserialize(json, HistoryJson.Default.ListHistoryEvent)!;

    /// <summary>Ids of the sub-orchestrations that a stored turn asked for; none where it can't be read.</summary>
    public static IEnumerable<string> Subs(byte[] json)
    {
        try
        {
            return [.. ReadMany(json).OfType<SubOrchestrationCreated>().Select(created => created.InstanceId)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public static string? Tags(IReadOnlyDictionary<string, string>? tags) =>
        tags is { Count: > 0 }
            ? JsonSerializer.Serialize(tags, HistoryJson.Default.IReadOnlyDictionaryStringString)
            : null;

    public static IReadOnlyDictionary<string, string>? Tags(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, HistoryJson.Default.IReadOnlyDictionaryStringString);

    public static string? Parent(ParentInstanceInfo? parent) =>
        parent is null ? null : JsonSerializer.Serialize(parent, HistoryJson.Default.ParentInstanceInfo);

    public static ParentInstanceInfo? Parent(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, HistoryJson.Default.ParentInstanceInfo);

    public static string? Failure(TaskFailureDetails? failure) =>
        failure is null ? null : JsonSerializer.Serialize(failure, HistoryJson.Default.TaskFailureDetails);

    public static TaskFailureDetails? Failure(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, HistoryJson.Default.TaskFailureDetails);
}
