using System.Buffers;
using System.Text;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Text under construction: on the stack as long as it is short, in a shared buffer afterwards. What it grows by is charged.</summary>
internal ref struct TextBuffer(Span<char> initial, Run run)
{
    private readonly Run _run = run;
    private Span<char> _chars = initial;
    private char[]? _rented;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<char> Written => _chars[..Length];

    public void Append(char c)
    {
        if (Length == _chars.Length)
        {
            Grow(1);
        }

        _chars[Length++] = c;
    }

    public void Append(scoped ReadOnlySpan<char> text)
    {
        text.CopyTo(Reserve(text.Length));
    }

    public void Append(char c, int count) => Reserve(count).Fill(c);

    /// <summary>Appends a string without making one of a slice that has no escapes.</summary>
    public void AppendString(JsonataValue value)
    {
        if (!value.IsSlice || value.IsEscaped)
        {
            Append(value.AsString());
            return;
        }

        var slice = value.Slice;
        if (_chars.Length - Length < slice.Length)
        {
            Grow(slice.Length);
        }

        Length += Encoding.UTF8.GetChars(slice, _chars[Length..]);
    }

    /// <summary>The text; the buffer must not be used any more.</summary>
    public string Finish()
    {
        var text = Written.ToString();
        Dispose();
        return text;
    }

    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private Span<char> Reserve(int count)
    {
        if (_chars.Length - Length < count)
        {
            Grow(count);
        }

        Length += count;
        return _chars.Slice(Length - count, count);
    }

    private void Grow(int by)
    {
        var size = Math.Max((long)Length + by, _chars.Length * 2L);
        _run.Charge(size * sizeof(char));
        var grown = ArrayPool<char>.Shared.Rent((int)Math.Min(size, Array.MaxLength));
        Written.CopyTo(grown);
        Dispose();
        _chars = _rented = grown;
    }
}
