using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Formats;

/// <summary>A JSON number of the source to a text with the same digits, as our models have it, and back.</summary>
internal sealed class NumberFormat : IValueFormat
{
    public static readonly NumberFormat Instance = new();

    public bool IsLossless => true;

    public JsonataValue There(JsonataValue value) =>
        value.IsNumber
            ? JsonataValue.Of(DecimalFormat.Digits(value))
            : throw new FormatException("is not a number; a text of digits takes the format decimal");

    public JsonataValue Back(JsonataValue value)
    {
        var digits = DecimalFormat.Digits(value);
        var sign = digits[0] == '-' ? "-" : "";
        // JSON knows no leading zeros.
        var magnitude = digits[sign.Length..].TrimStart('0');
        return JsonText.Read(sign + (magnitude.Length == 0 || magnitude[0] == '.' ? "0" + magnitude : magnitude));
    }
}
