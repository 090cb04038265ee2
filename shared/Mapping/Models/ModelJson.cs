using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Mapping.Models;

/// <summary>JSON of the canonical models: camelCase, decimals as strings with the digits they came with, dates as ISO 8601.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(DecimalAsStringConverter)]
)]
[JsonSerializable(typeof(Invoice))]
[JsonSerializable(typeof(BusinessPartner))]
public sealed partial class ModelJson : JsonSerializerContext;

/// <summary>A decimal as a JSON string; numbers are accepted when read.</summary>
public sealed class DecimalAsStringConverter : JsonConverter<decimal>
{
    /// <inheritdoc/>
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? decimal.TryParse(reader.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new JsonException($"'{reader.GetString()}' is not a decimal number.")
            : reader.GetDecimal();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
}
