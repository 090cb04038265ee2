using System.Globalization;

namespace IntegrationFunctions.Mapping.Formats;

/// <summary>The formats by name, as a rule gives them: <c>trim</c>, <c>minor-units:2</c>, <c>date:yyyyMMdd</c>.</summary>
public static class ValueFormats
{
    /// <summary>What a rule may name, for messages and docs.</summary>
    public const string Known =
        "trim, upper, lower, remove-spaces, text, number, decimal, negate, minor-units:DIGITS, date:PATTERN, odata-date, flag:TRUE,FALSE";

    /// <summary>The format of a name with its argument; null where there is none.</summary>
    public static IValueFormat? Find(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, argument) = colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
        return (name, argument) switch
        {
            ("trim", null) => TextFormat.Trim,
            ("upper", null) => TextFormat.Upper,
            ("lower", null) => TextFormat.Lower,
            ("remove-spaces", null) => TextFormat.RemoveSpaces,
            ("text", null) => TextFormat.AsText,
            ("number", null) => NumberFormat.Instance,
            ("decimal", null) => DecimalFormat.Plain,
            ("negate", null) => DecimalFormat.Negated,
            ("minor-units", { } digits) when Digits(digits) is { } places => new MinorUnitsFormat(places),
            ("date", { Length: > 0 } pattern) => DateFormat.Of(pattern),
            ("odata-date", null) => ODataDateFormat.Instance,
            ("flag", { } values) when values.Split(',') is [var yes, var no] && yes != no => new FlagFormat(yes, no),
            _ => null,
        };
    }

    private static int? Digits(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits <= 8
            ? digits
            : null;
}
