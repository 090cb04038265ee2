using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using IntegrationFunctions.Mapping.Jsonata.Json;

namespace IntegrationFunctions.Mapping.Jsonata.Values;

/// <summary>
/// A value of JSONata, in two machine words. The default is <see cref="JsonataKind.Undefined"/>. Values are immutable once an evaluation
/// has handed them out.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct JsonataValue
{
    // A slice of a SourceText: offset in the high half, length in the low one, whose top bit says that escapes have to be undone.
    internal const int EscapedBit = 1 << 31;

    // Bytes of JSON that are shown at most.
    private const long MostShown = 100_000;

    private readonly object? _node;
    private readonly long _bits;

    private JsonataValue(object? node, long bits)
    {
        _node = node;
        _bits = bits;
    }

    /// <summary>Nothing.</summary>
    public static JsonataValue Undefined => default;

    /// <summary>JSON's null.</summary>
    public static JsonataValue Null => new(InlineNode.Null, 0);

    /// <summary>True.</summary>
    public static JsonataValue True => new(InlineNode.Boolean, 1);

    /// <summary>False.</summary>
    public static JsonataValue False => new(InlineNode.Boolean, 0);

    /// <summary>Kind of this value.</summary>
    public JsonataKind Kind
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get =>
            _node is null ? JsonataKind.Undefined
            : _node.GetType() == typeof(string) ? JsonataKind.String
            : Unsafe.As<ValueNode>(_node).Kind;
    }

    /// <summary>Whether this is nothing.</summary>
    public bool IsUndefined => _node is null;

    /// <summary>Whether this is JSON's null.</summary>
    public bool IsNull => ReferenceEquals(_node, InlineNode.Null);

    /// <summary>Whether this is a string.</summary>
    public bool IsString => Kind == JsonataKind.String;

    /// <summary>Whether this is a number.</summary>
    public bool IsNumber => Kind == JsonataKind.Number;

    /// <summary>Whether this is true or false.</summary>
    public bool IsBoolean => ReferenceEquals(_node, InlineNode.Boolean);

    /// <summary>The array, or null for every other kind.</summary>
    public JsonataArray? Array => _node as JsonataArray;

    /// <summary>The object, or null for every other kind.</summary>
    public JsonataObject? Object => _node as JsonataObject;

    /// <summary>The function, or null for every other kind.</summary>
    public Functions.JFunction? Function => _node as Functions.JFunction;

    /// <summary>The boolean; false for every other kind.</summary>
    public bool AsBoolean => IsBoolean && _bits != 0;

    /// <summary>The number as a double; NaN for every other kind.</summary>
    public double AsDouble
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(_node, InlineNode.Number) ? BitConverter.Int64BitsToDouble(_bits) : DoubleOfNode();
    }

    /// <summary>What it points at, where that is of this type; else null.</summary>
    internal T? As<T>()
        where T : class => _node as T;

    /// <summary>A slice of the JSON it was read from, and not yet decoded.</summary>
    internal bool IsSlice => _node is SourceText;

    /// <summary>Whether this slice is a string with escapes.</summary>
    internal bool IsEscaped => ((int)_bits & EscapedBit) != 0;

    /// <summary>The bytes of this slice: a number, or a string without its quotes.</summary>
    internal ReadOnlySpan<byte> Slice =>
        Unsafe.As<SourceText>(_node!).Bytes.AsSpan((int)(_bits >> 32), (int)_bits & ~EscapedBit);

    /// <summary>Whether this is a number of decimal arithmetic.</summary>
    internal bool IsDecimal => _node is DecimalNumber;

    /// <summary>A number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonataValue Of(double value) => new(InlineNode.Number, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A number of decimal arithmetic.</summary>
    public static JsonataValue Of(decimal value) => new(new DecimalNumber(value), 0);

    /// <summary>True or false.</summary>
    public static JsonataValue Of(bool value) => value ? True : False;

    /// <summary>A string; nothing for null.</summary>
    public static JsonataValue Of(string? value) => new(value, 0);

    /// <summary>An array, an object or a function; nothing for null.</summary>
    public static JsonataValue Of(ValueNode? node) => new(node, 0);

    internal static JsonataValue OfSlice(SourceText text, int offset, int length, bool escaped) =>
        new(text, ((long)offset << 32) | (uint)(escaped ? length | EscapedBit : length));

    /// <summary>The string; null for every other kind. A slice is decoded on each call.</summary>
    public string? AsString() =>
        _node as string
        ?? (_node is SourceText { Kind: JsonataKind.String } ? JsonText.Decode(Slice, IsEscaped) : null);

    /// <summary>Whether two strings are the same; slices are not decoded where that can be told without.</summary>
    internal bool IsText(JsonataValue other) =>
        other.IsSlice && IsSlice && !IsEscaped && !other.IsEscaped ? Slice.SequenceEqual(other.Slice)
        : other._node is string text ? IsText(text)
        : other.IsText(AsString()!);

    /// <summary>Whether this string is this text.</summary>
    internal bool IsText(string text)
    {
        if (!IsSlice || IsEscaped)
        {
            return AsString() == text;
        }

        // As many bytes as characters: only ASCII has that.
        var slice = Slice;
        return slice.Length == text.Length
            ? System.Text.Ascii.Equals(slice, text)
            : slice.Length > text.Length && AsString() == text;
    }

    /// <summary>The number as a double where that is finite; false for every other kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryFinite(out double value)
    {
        value = AsDouble;
        return double.IsFinite(value);
    }

    /// <summary>
    /// The number as a decimal. False for every other kind, and where it does not fit: beyond 28 digits before the point, NaN or infinite.
    /// Digits behind the 28th are rounded.
    /// </summary>
    public bool TryDecimal(out decimal value)
    {
        switch (_node)
        {
            case DecimalNumber number:
                value = number.Value;
                return true;
            case SourceText { Kind: JsonataKind.Number }:
                return decimal.TryParse(Slice, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            case InlineNode { Kind: JsonataKind.Number }:
                // By its shortest text: 0.1 is meant where the double says 0.1000000000000000055.
                return decimal.TryParse(
                    AsDouble.ToString("R", CultureInfo.InvariantCulture),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out value
                );
            default:
                value = 0;
                return false;
        }
    }

    /// <summary>Whether both are the same object, array or function, or the same small value in the same representation.</summary>
    public bool IsSameAs(in JsonataValue other) => ReferenceEquals(_node, other._node) && _bits == other._bits;

    /// <summary>As compact JSON; for messages and debugging. "undefined" for nothing, "function" for functions, "..." for what is too large.</summary>
    public override string ToString()
    {
        if (IsUndefined || Kind == JsonataKind.Function)
        {
            return IsUndefined ? "undefined" : "function";
        }
        try
        {
            return JsonText.Write(this, indented: false, MostShown);
        }
        catch (Errors.JsonataException)
        {
            return "...";
        }
    }

    private double DoubleOfNode() =>
        _node switch
        {
            DecimalNumber number => (double)number.Value,
            SourceText { Kind: JsonataKind.Number } => NumberSlice.ToDouble(Slice),
            _ => double.NaN,
        };
}
