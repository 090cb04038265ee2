using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Formats;

/// <summary>
/// A day of OData V2, <c>/Date(1507075200000)/</c>: milliseconds since 1970 in UTC, an offset only says where it was entered (OData JSON Verbose
/// 2.0, 4). The ISO 8601 forms that V4 and some gateways write are understood; back goes the form of V2.
/// </summary>
internal sealed class ODataDateFormat : IValueFormat
{
    public static readonly ODataDateFormat Instance = new();

    private const string Prefix = "/Date(";
    private const string Suffix = ")/";

    // The first and the last millisecond that a date can have: SAP writes 9999-12-31 for "for ever".
    private const long Earliest = -62_135_596_800_000;
    private const long Latest = 253_402_300_799_999;

    private static readonly string[] IsoForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public bool IsLossless => true;

    public JsonataValue There(JsonataValue value)
    {
        var text = TextFormat.Text(value);
        if (text.StartsWith(Prefix, StringComparison.Ordinal) && text.EndsWith(Suffix, StringComparison.Ordinal))
        {
            var digits = text.AsSpan(Prefix.Length, text.Length - Prefix.Length - Suffix.Length);
            var offset = digits.Length > 1 ? digits[1..].IndexOfAny('+', '-') : -1;
            digits = offset < 0 ? digits : digits[..(offset + 1)];
            if (
                long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
                && milliseconds is >= Earliest and <= Latest
            )
            {
                var day = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;
                return JsonataValue.Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            }
        }
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTime.TryParseExact(text, IsoForms, CultureInfo.InvariantCulture, Utc, out var time))
        {
            return JsonataValue.Of(time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
        throw new FormatException($"is '{text}', which is not a date of OData V2 such as /Date(1507075200000)/");
    }

    public JsonataValue Back(JsonataValue value)
    {
        var text = TextFormat.Text(value);
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            throw new FormatException($"is '{text}', which is not a date such as 2026-01-31");
        }
        var milliseconds = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return JsonataValue.Of(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{milliseconds}{Suffix}"));
    }
}
