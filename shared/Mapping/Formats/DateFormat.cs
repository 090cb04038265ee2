using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Formats;

/// <summary>A date in a pattern of the source (yyyy, MM, dd and what stands between them) to ISO 8601 and back.</summary>
internal sealed class DateFormat(string pattern) : IValueFormat
{
    private const string Iso = "yyyy-MM-dd";

    public bool IsLossless => true;

    /// <summary>Null where the pattern does not say year, month and day.</summary>
    public static DateFormat? Of(string pattern)
    {
        var probe = new DateOnly(2031, 4, 25);
        try
        {
            var text = probe.ToString(pattern, CultureInfo.InvariantCulture);
            return
                DateOnly.TryParseExact(text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
                && read == probe
                ? new(pattern)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public JsonataValue There(JsonataValue value) => Convert(value, pattern, Iso);

    public JsonataValue Back(JsonataValue value) => Convert(value, Iso, pattern);

    private static JsonataValue Convert(JsonataValue value, string from, string to)
    {
        var text = TextFormat.Text(value);
        return DateOnly.TryParseExact(text, from, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? JsonataValue.Of(date.ToString(to, CultureInfo.InvariantCulture))
            : throw new FormatException($"is '{text}', which is not a date of the form {from}");
    }
}
