using System.Buffers;
using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Json;

/// <summary>Writes values as JSON. Slices go out as they came in: with their digits and their escapes.</summary>
internal ref struct JsonTextWriter
{
    /// <summary>Longest text that is written, in bytes.</summary>
    public const long MostBytes = 512 * 1024 * 1024;

    private readonly bool _indented;
    private readonly long _mostBytes;
    private Utf8Output _output;
    private int _depth;

    private JsonTextWriter(IBufferWriter<byte> output, bool indented, long mostBytes)
    {
        _output = new(output);
        (_indented, _mostBytes) = (indented, mostBytes);
    }

    /// <exception cref="JsonataException">U1001: nested too deeply, or too long.</exception>
    public static void Write(JsonataValue value, IBufferWriter<byte> output, bool indented, long mostBytes = MostBytes)
    {
        var writer = new JsonTextWriter(output, indented, mostBytes);
        writer.Write(value);
        writer._output.Finish();
    }

    private void Write(in JsonataValue value)
    {
        switch (value.Kind)
        {
            case JsonataKind.String when value.IsSlice:
                _output.WriteQuoted(value.Slice);
                break;
            case JsonataKind.String:
                _output.WriteQuoted(value.As<string>());
                break;
            case JsonataKind.Number:
                WriteNumber(value);
                break;
            case JsonataKind.Boolean:
                _output.Write(value.AsBoolean ? "true"u8 : "false"u8);
                break;
            case JsonataKind.Array:
                WriteArray(value.Array!);
                break;
            case JsonataKind.Object:
                WriteObject(value.Object!);
                break;
            default:
                _output.Write("null"u8);
                break;
        }
    }

    private void WriteNumber(in JsonataValue value)
    {
        if (value.IsSlice)
        {
            _output.Write(value.Slice);
        }
        else if (value.IsDecimal && value.TryDecimal(out var exact))
        {
            exact.TryFormat(_output.Room(JsonNumber.MostBytes), out var length, default, CultureInfo.InvariantCulture);
            _output.Advance(length);
        }
        else if (double.IsFinite(value.AsDouble))
        {
            _output.Advance(JsonNumber.Write(value.AsDouble, _output.Room(JsonNumber.MostBytes)));
        }
        else
        {
            _output.Write("null"u8);
        }
    }

    private void WriteArray(JsonataArray array)
    {
        Deeper();
        _output.Write((byte)'[');
        var items = array.Items;
        for (var i = 0; i < items.Length; i++)
        {
            Separate(i == 0);
            Write(items[i]);
        }

        Close(items.IsEmpty, (byte)']');
    }

    private void WriteObject(JsonataObject fields)
    {
        Deeper();
        _output.Write((byte)'{');
        var names = fields.Shape.QuotedNames();
        var values = fields.Values;
        var isFirst = true;
        for (var i = 0; i < values.Length; i++)
        {
            ref readonly var value = ref values[i];
            if (value.Kind is JsonataKind.Undefined or JsonataKind.Function)
            {
                continue;
            }

            Separate(isFirst);
            isFirst = false;
            if (names is not null)
            {
                _output.Write(names[i]);
            }
            else
            {
                _output.WriteQuoted(fields.Names[i]);
                _output.Write((byte)':');
            }

            if (_indented)
            {
                _output.Write((byte)' ');
            }

            Write(value);
        }

        Close(isFirst, (byte)'}');
    }

    // A transform can make an object contain itself, or the same part so often that its text is beyond all bounds.
    private void Deeper()
    {
        if (++_depth > JsonTextReader.MostDepth)
        {
            throw new JsonataException(
                "U1001",
                text: $"A value nests more than {JsonTextReader.MostDepth} deep, and can't be written."
            );
        }

        if (_output.Written > _mostBytes)
        {
            throw new JsonataException("U1001", text: $"A value has more than {_mostBytes} bytes of JSON text.");
        }
    }

    private void Separate(bool isFirst)
    {
        if (!isFirst)
        {
            _output.Write((byte)',');
        }

        if (_indented)
        {
            Break();
        }
    }

    private void Close(bool isEmpty, byte bracket)
    {
        _depth--;
        if (_indented && !isEmpty)
        {
            Break();
        }

        _output.Write(bracket);
    }

    private void Break()
    {
        _output.Write((byte)'\n');
        for (var i = 0; i < _depth; i++)
        {
            _output.Write("  "u8);
        }
    }
}
