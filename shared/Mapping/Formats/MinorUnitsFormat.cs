using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Formats;

/// <summary>Cents to an amount and back: 12050 is 120.50 where a unit has two decimals.</summary>
internal sealed class MinorUnitsFormat(int places) : IValueFormat
{
    public bool IsLossless => true;

    public JsonataValue There(JsonataValue value)
    {
        var digits = DecimalFormat.Digits(value);
        if (digits.Contains('.', StringComparison.Ordinal))
        {
            throw new FormatException($"is {digits}, and minor units are whole");
        }
        var sign = digits[0] == '-' ? "-" : "";
        var whole = digits[sign.Length..].PadLeft(places + 1, '0');
        return JsonataValue.Of(places == 0 ? sign + whole : $"{sign}{whole[..^places]}.{whole[^places..]}");
    }

    public JsonataValue Back(JsonataValue value)
    {
        var digits = DecimalFormat.Digits(value);
        var sign = digits[0] == '-' ? "-" : "";
        var parts = digits[sign.Length..].Split('.');
        var decimals = (parts.Length > 1 ? parts[1] : "").TrimEnd('0');
        if (decimals.Length > places)
        {
            throw new FormatException($"is {digits}, which has more than {places} decimals");
        }
        var all = (parts[0] + decimals.PadRight(places, '0')).TrimStart('0');
        return JsonataValue.Of(sign + (all.Length == 0 ? "0" : all));
    }
}
