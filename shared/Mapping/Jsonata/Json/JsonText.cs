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
    public static JsonataValue Read(byte[] utf8) =>
        JsonScanner.TryRead(utf8, out var value) ? value : JsonTextReader.Read(utf8);

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
    public static string Number(double value) => JsonNumber.Text(value);

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
}
