using System.Buffers;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Json;

/// <summary>
/// Reads JSON that is as it should be, in one go over its bytes: names are compared with those that came at their place in the last object, and
/// values are gathered on a stack, so that arrays are made in their size. It gives up at the first byte that is wrong, and does not say why:
/// <see cref="JsonTextReader"/> reads such a text once more and does.
/// </summary>
internal ref struct JsonScanner
{
    private const int KeptOnStack = 16_384;

    private static readonly SearchValues<byte> EndsPlainText = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(control => (byte)control),
        (byte)'"',
        (byte)'\\',
    ]);

    [ThreadStatic]
    private static JsonataValue[]? _kept;

    private readonly ReadOnlySpan<byte> _json;
    private readonly SourceText _strings;
    private readonly SourceText _numbers;
    private JsonataValue[] _stack;
    private int _top;
    private int _most;
    private int _at;

    private JsonScanner(byte[] utf8)
    {
        _json = utf8;
        _strings = new SourceText(JsonataKind.String, utf8);
        _numbers = new SourceText(JsonataKind.Number, utf8);
        _stack = _kept ?? new JsonataValue[256];
        _kept = null;
    }

    /// <summary>The value, and true; false where the text is not one JSON value, or nested too deeply.</summary>
    public static bool TryRead(byte[] utf8, out JsonataValue value)
    {
        var scanner = new JsonScanner(utf8);
        var read = scanner.TryValue(0, out value) && scanner.Next() < 0;
        scanner.Leave();
        return read;
    }

    // What is left on the stack would keep whole documents alive.
    private readonly void Leave()
    {
        if (_stack.Length <= KeptOnStack)
        {
            Array.Clear(_stack, 0, _most);
            _kept = _stack;
        }
    }

    /// <summary>The next byte that is no blank, which it stands at then; -1 at the end.</summary>
    private int Next()
    {
        while ((uint)_at < (uint)_json.Length)
        {
            var next = _json[_at];
            if (next is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return next;
            }
            _at++;
        }
        return -1;
    }

    private bool TryValue(int depth, out JsonataValue value)
    {
        switch (Next())
        {
            case '"':
                return TryText(out value);
            case '{':
                return TryObject(depth, out value);
            case '[':
                return TryArray(depth, out value);
            case 't':
                value = JsonataValue.True;
                return TryWord("true"u8);
            case 'f':
                value = JsonataValue.False;
                return TryWord("false"u8);
            case 'n':
                value = JsonataValue.Null;
                return TryWord("null"u8);
            default:
                return TryNumber(out value);
        }
    }

    private bool TryWord(ReadOnlySpan<byte> word)
    {
        if (!_json[_at..].StartsWith(word))
        {
            return false;
        }
        _at += word.Length;
        return true;
    }

    private bool TryText(out JsonataValue value)
    {
        var start = ++_at;
        var isEscaped = false;
        while (true)
        {
            var length = _json[_at..].IndexOfAny(EndsPlainText);
            if (length < 0)
            {
                value = default;
                return false;
            }
            _at += length;
            if (_json[_at] == '"')
            {
                value = JsonataValue.OfSlice(_strings, start, _at - start, isEscaped);
                _at++;
                return true;
            }
            isEscaped = true;
            if (!TryEscape())
            {
                value = default;
                return false;
            }
        }
    }

    private bool TryEscape()
    {
        if (_json[_at] != '\\' || _at + 1 >= _json.Length)
        {
            return false;
        }
        switch (_json[_at + 1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                _at += 2;
                return true;
            case (byte)'u' when _at + 6 <= _json.Length:
                foreach (var digit in _json.Slice(_at + 2, 4))
                {
                    if (!char.IsAsciiHexDigit((char)digit))
                    {
                        return false;
                    }
                }
                _at += 6;
                return true;
            default:
                return false;
        }
    }

    // -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
    private bool TryNumber(out JsonataValue value)
    {
        var start = _at;
        value = default;
        if (Is((byte)'-'))
        {
            _at++;
        }
        if (Is((byte)'0'))
        {
            _at++;
        }
        else if (!TryDigits())
        {
            return false;
        }
        if (Is((byte)'.'))
        {
            _at++;
            if (!TryDigits())
            {
                return false;
            }
        }
        if (Is((byte)'e') || Is((byte)'E'))
        {
            _at++;
            if (Is((byte)'+') || Is((byte)'-'))
            {
                _at++;
            }
            if (!TryDigits())
            {
                return false;
            }
        }
        value = JsonataValue.OfSlice(_numbers, start, _at - start, escaped: false);
        return true;
    }

    private readonly bool Is(byte wanted) => (uint)_at < (uint)_json.Length && _json[_at] == wanted;

    private bool TryDigits()
    {
        var start = _at;
        while ((uint)_at < (uint)_json.Length && (uint)(_json[_at] - '0') <= 9)
        {
            _at++;
        }
        return _at > start;
    }

    private bool TryArray(int depth, out JsonataValue value)
    {
        value = default;
        if (depth == JsonTextReader.MostDepth)
        {
            return false;
        }
        _at++;
        if (Next() == ']')
        {
            _at++;
            value = JsonataValue.Of(new JsonataArray());
            return true;
        }
        var start = _top;
        while (true)
        {
            if (!TryValue(depth + 1, out var item))
            {
                return false;
            }
            Push(item);
            var next = Next();
            _at++;
            if (next == ']')
            {
                value = JsonataValue.Of(new JsonataArray(Pop(start)));
                return true;
            }
            if (next != ',')
            {
                return false;
            }
        }
    }

    private bool TryObject(int depth, out JsonataValue value)
    {
        value = default;
        if (depth == JsonTextReader.MostDepth)
        {
            return false;
        }
        _at++;
        var (start, shape) = (_top, Shape.Empty);
        if (Next() == '}')
        {
            _at++;
            value = JsonataValue.Of(new JsonataObject());
            return true;
        }
        JsonataObject? large = null;
        while (true)
        {
            if (Next() != '"')
            {
                return false;
            }
            var predicted = large is null ? shape.PredictQuoted(_json[(_at + 1)..]) : null;
            string? name = null;
            if (predicted is not null)
            {
                _at += predicted.QuotedLength;
            }
            else if (TryText(out var text))
            {
                name = text.AsString()!;
            }
            else
            {
                return false;
            }
            if (Next() != ':')
            {
                return false;
            }
            _at++;
            if (!TryValue(depth + 1, out var field))
            {
                return false;
            }
            if (predicted is not null)
            {
                shape = predicted;
                Push(field);
            }
            else
            {
                Add(name!, field, start, ref shape, ref large);
            }
            var next = Next();
            _at++;
            if (next == '}')
            {
                value = JsonataValue.Of(large ?? new JsonataObject(shape, Pop(start)));
                return true;
            }
            if (next != ',')
            {
                return false;
            }
        }
    }

    // A name that comes twice: the last one counts, as in JavaScript.
    private void Add(string name, JsonataValue field, int start, ref Shape shape, ref JsonataObject? large)
    {
        if (large is not null)
        {
            large.Set(name, field);
            return;
        }
        var index = shape.IndexOf(name);
        if (index >= 0)
        {
            _stack[start + index] = field;
        }
        else if (shape.Count < Shape.MostShared)
        {
            shape = shape.Add(name, _strings);
            Push(field);
        }
        else
        {
            large = new JsonataObject(shape, Pop(start));
            large.Set(name, field);
        }
    }

    private void Push(JsonataValue value)
    {
        if (_top == _stack.Length)
        {
            Array.Resize(ref _stack, _stack.Length * 2);
        }
        _stack[_top++] = value;
        _most = Math.Max(_most, _top);
    }

    private JsonataValue[] Pop(int start)
    {
        var values = _stack.AsSpan(start, _top - start).ToArray();
        _top = start;
        return values;
    }
}
