using System.Buffers;
using System.Globalization;
using System.Text;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Json;

/// <summary>Values to and from JSON text (RFC 8259).</summary>
public static class JsonText
{
    /// <summary>Reads one JSON value. Values may keep pointing into <paramref name="utf8"/>, which must not change any more.</summary>
    /// <exception cref="System.Text.Json.JsonException">Not JSON; with line and position.</exception>
    public static JsonataValue Read(byte[] utf8) => JsonTextReader.Read(utf8);

    /// <inheritdoc cref="Read(byte[])"/>
    public static JsonataValue Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    /// <summary>Writes a value as JSON in UTF-8. Nothing and functions are left out of objects and are null in arrays.</summary>
    /// <param name="value">What to write.</param>
    /// <param name="output">Where to.</param>
    /// <param name="indented">Over several lines, two blanks a level.</param>
    /// <exception cref="Errors.JsonataException">U1001: it holds itself, or its text is beyond all bounds.</exception>
    public static void Write(JsonataValue value, IBufferWriter<byte> output, bool indented = false) =>
        JsonTextWriter.Write(value, output, indented);

    /// <summary>A value as JSON text.</summary>
    /// <exception cref="Errors.JsonataException">U1001: it holds itself, or its text is beyond all bounds.</exception>
    public static string Write(JsonataValue value, bool indented = false) =>
        Write(value, indented, JsonTextWriter.MostBytes);

    internal static string Write(JsonataValue value, bool indented, long mostBytes)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonTextWriter.Write(value, output, indented, mostBytes);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>
    /// A double as JavaScript writes it (ECMA-262, Number::toString): shortest digits that read back the same, an exponent from 1e21 on and
    /// below 1e-6.
    /// </summary>
    public static string Number(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        if (Math.Abs(value) < 1e15 && value == Math.Truncate(value))
        {
            return ((long)value).ToString(CultureInfo.InvariantCulture);
        }

        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return double.IsNaN(value) ? "NaN"
                : value > 0 ? "Infinity"
                : "-Infinity";
        }

        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = Exponent(shortest);
        var digits = Digits(shortest);
        var sign = value < 0 ? "-" : "";
        if (exponent is >= 21 or < -6)
        {
            var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            return $"{sign}{mantissa}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}";
        }

        if (exponent < 0)
        {
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        }

        return digits.Length <= exponent + 1
            ? $"{sign}{digits.PadRight(exponent + 1, '0')}"
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    /// <summary>The text of a slice between quotes. Lone surrogates in escapes are kept, as JavaScript keeps them.</summary>
    internal static string Decode(ReadOnlySpan<byte> slice, bool escaped)
    {
        if (!escaped)
        {
            return Encoding.UTF8.GetString(slice);
        }

        var text = new StringBuilder(slice.Length);
        while (slice.IndexOf((byte)'\\') is var at and >= 0)
        {
            text.Append(Encoding.UTF8.GetString(slice[..at]));
            var escape = (char)slice[at + 1];
            text.Append(
                escape switch
                {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'b' => '\b',
                    'f' => '\f',
                    'u' => (char)
                        ushort.Parse(
                            slice.Slice(at + 2, 4),
                            NumberStyles.AllowHexSpecifier,
                            CultureInfo.InvariantCulture
                        ),
                    _ => escape,
                }
            );
            slice = slice[(at + (escape == 'u' ? 6 : 2))..];
        }

        return text.Append(Encoding.UTF8.GetString(slice)).ToString();
    }

    // The power of ten of a number's first digit that is not zero.
    private static int Exponent(ReadOnlySpan<char> shortest)
    {
        shortest = shortest.TrimStart('-');
        var e = shortest.IndexOf('E');
        var written =
            e < 0 ? 0 : int.Parse(shortest[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? shortest : shortest[..e];
        var point = mantissa.IndexOf('.');
        point = point < 0 ? mantissa.Length : point;
        var first = mantissa.IndexOfAnyExcept('0', '.');
        return written + (first < point ? point - first - 1 : point - first);
    }

    // The significant digits of a number's shortest text, without leading and trailing zeros.
    private static string Digits(string shortest)
    {
        var digits = new StringBuilder(17);
        foreach (var c in shortest)
        {
            if (c is 'E' or 'e')
            {
                break;
            }

            if (char.IsAsciiDigit(c) && (digits.Length > 0 || c != '0'))
            {
                digits.Append(c);
            }
        }

        return digits.ToString().TrimEnd('0');
    }
}
