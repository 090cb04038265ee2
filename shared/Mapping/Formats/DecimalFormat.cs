using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Formats;

/// <summary>A text of digits as we write it, with the same or the other sign. It works on the digits: none is lost, however many there are.</summary>
internal sealed class DecimalFormat(bool negates) : IValueFormat
{
    public static readonly DecimalFormat Plain = new(negates: false);
    public static readonly DecimalFormat Negated = new(negates: true);

    public bool IsLossless => true;

    public JsonataValue There(JsonataValue value) => JsonataValue.Of(Signed(Digits(value)));

    public JsonataValue Back(JsonataValue value) => JsonataValue.Of(Signed(Digits(value)));

    /// <summary>The digits of an amount: an optional minus, digits, and where there are some, a point and decimals.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string Digits(JsonataValue value)
    {
        var text = value.Kind switch
        {
            JsonataKind.String => value.AsString()!.Trim(),
            JsonataKind.Number => JsonText.Write(value),
            _ => throw new FormatException("is not a number"),
        };
        if (IsPlain(text))
        {
            return text;
        }
        // SAP's files have the sign behind the digits; an exponent comes from JSON.
        if (text.EndsWith('-') && IsPlain(text[..^1]) && text[0] != '-')
        {
            return "-" + text[..^1];
        }
        return JsonataValue.Of(text) is var other && value.IsNumber && value.TryDecimal(out var exact)
            ? exact.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : throw new FormatException($"is '{other.AsString()}', which is not a number such as -1234.50");
    }

    private string Signed(string digits) =>
        !negates || digits.All(c => c is '0' or '.') ? digits
        : digits[0] == '-' ? digits[1..]
        : "-" + digits;

    private static bool IsPlain(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var decimals = point < 0 ? "0" : digits[(point + 1)..];
        return whole.Length > 0 && decimals.Length > 0 && IsDigits(whole) && IsDigits(decimals);
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
