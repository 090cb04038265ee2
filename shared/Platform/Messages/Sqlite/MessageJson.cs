using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Platform.Messages.Sqlite;

/// <summary>Properties as they are stored.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class MessageJson : JsonSerializerContext
{
    public static string Write(IReadOnlyDictionary<string, string> properties) =>
        JsonSerializer.Serialize(
            properties as Dictionary<string, string>
                ?? new Dictionary<string, string>(properties, StringComparer.Ordinal),
            Default.DictionaryStringString
        );

    public static Dictionary<string, string> Read(byte[] json) =>
        JsonSerializer.Deserialize(json, Default.DictionaryStringString) ?? [];
}
