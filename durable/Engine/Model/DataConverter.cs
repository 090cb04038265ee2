using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Durable;

/// <summary>
/// Inputs, outputs and events as JSON: camelCase, enums as text, decimals as strings, so that no host on the way can turn an amount into a
/// double.
/// </summary>
public static class DataConverter
{
    /// <summary>The options that all durable payloads are written with.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>JSON text, or null for null.</summary>
    public static string? Serialize(object? value) =>
        value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Options);

    /// <summary>The value, or default for null or empty text.</summary>
    public static object? Deserialize(string? json, Type type) =>
        string.IsNullOrEmpty(json)
            ? type.IsValueType
                ? Activator.CreateInstance(type)
                : null
            : JsonSerializer.Deserialize(json, type, Options);

    /// <summary>The value, or default for null or empty text.</summary>
    public static T? Deserialize<T>(string? json) =>
        string.IsNullOrEmpty(json) ? default : JsonSerializer.Deserialize<T>(json, Options);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new DecimalAsString());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class DecimalAsString : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
                ? decimal.Parse(reader.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture)
                : reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }
}
