using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Platform;

/// <summary>
/// JSON in its one canonical form (RFC 8785): names in the order of their UTF-16 code units, numbers as ECMAScript writes doubles, no white space.
/// What means the same has the same bytes, and the same hash.
/// </summary>
public static class CanonicalJson
{
    /// <summary>The canonical form, UTF-8.</summary>
    /// <exception cref="JsonException">The text is no JSON, names a property twice, or holds a number that no double holds.</exception>
    public static byte[] Of(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 128 });
        using var document = JsonDocument.ParseValue(ref reader);
        return Of(document.RootElement);
    }

    /// <summary>The canonical form, UTF-8.</summary>
    /// <exception cref="JsonException">A name is there twice, or a number is beyond a double.</exception>
    public static byte[] Of(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(text, value);
                break;
            case JsonValueKind.Array:
                text.Append('[');
                var first = true;
                foreach (var item in value.EnumerateArray())
                {
                    text.Append(first ? "" : ",");
                    first = false;
                    Write(text, item);
                }
                text.Append(']');
                break;
            case JsonValueKind.String:
                WriteString(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.GetDouble()));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void WriteObject(StringBuilder text, JsonElement value)
    {
        text.Append('{');
        string? last = null;
        foreach (var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            if (property.Name == last)
            {
                throw new JsonException($"The property '{last}' is there twice.");
            }
            text.Append(last is null ? "" : ",");
            last = property.Name;
            WriteString(text, last);
            text.Append(':');
            Write(text, property.Value);
        }
        text.Append('}');
    }

    // RFC 8785, section 3.2.2.2: only what must be escaped is.
    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }

    /// <summary>A number as ECMAScript's Number::toString writes it (ECMA-262, section 6.1.6.1.20).</summary>
    internal static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new JsonException("A number is beyond what a double holds.");
        }
        if (value == 0)
        {
            return "0";
        }
        // "R" gives the shortest digits that make the same double, as ECMAScript wants them; only their form differs.
        var (digits, exponent) = Digits(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
        var sign = value < 0 ? "-" : "";
        var (k, n) = (digits.Length, exponent);
        if (n is > 0 and <= 21)
        {
            return sign + (k <= n ? digits + new string('0', n - k) : $"{digits[..n]}.{digits[n..]}");
        }
        if (n is > -6 and <= 0)
        {
            return $"{sign}0.{new string('0', -n)}{digits}";
        }
        var e = (n - 1).ToString("+0;-0", CultureInfo.InvariantCulture);
        return k == 1 ? $"{sign}{digits}e{e}" : $"{sign}{digits[..1]}.{digits[1..]}e{e}";
    }

    // The significant digits, and where the point is: 0.digits times ten to the power of it.
    private static (string Digits, int Point) Digits(string text)
    {
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var power = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa.Length : point;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0') is { Length: > 0 } digits ? digits : "0", whole - leading + power);
    }
}
