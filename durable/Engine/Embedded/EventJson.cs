using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
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

    /// <summary>Null as well where they can't be read: a damaged row must not hold up the others.</summary>
    public static IReadOnlyDictionary<string, string>? Tags(string? json) =>
        Tolerate(json, HistoryJson.Default.IReadOnlyDictionaryStringString);

    public static string? Parent(ParentInstanceInfo? parent) =>
        parent is null ? null : JsonSerializer.Serialize(parent, HistoryJson.Default.ParentInstanceInfo);

    /// <summary>Null as well where it can't be read.</summary>
    public static ParentInstanceInfo? Parent(string? json) => Tolerate(json, HistoryJson.Default.ParentInstanceInfo);

    /// <summary>What of a row can't be read; null where all can.</summary>
    public static string? DamageOf(string? tags, string? parent) =>
        tags is not null && Tags(tags) is null ? "its tags can't be read"
        : parent is not null && Parent(parent) is null ? "its parent can't be read"
        : null;

    public static string? Failure(TaskFailureDetails? failure) =>
        failure is null ? null : JsonSerializer.Serialize(failure, HistoryJson.Default.TaskFailureDetails);

    /// <summary>Null as well where they can't be read.</summary>
    public static TaskFailureDetails? Failure(string? json) => Tolerate(json, HistoryJson.Default.TaskFailureDetails);

    private static T? Tolerate<T>(string? json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
