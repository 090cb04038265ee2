namespace IntegrationFunctions.Mapping.Jsonata.Values;

/// <summary>What a <see cref="JsonataValue"/> points at, unless that is a plain string.</summary>
/// <param name="kind">Kind of every value that points here.</param>
public abstract class ValueNode(JsonataKind kind)
{
    /// <summary>Kind of every value that points here.</summary>
    public JsonataKind Kind { get; } = kind;
}

/// <summary>Marks a value whose content fits into the value itself.</summary>
internal sealed class InlineNode(JsonataKind kind) : ValueNode(kind)
{
    public static readonly InlineNode Null = new(JsonataKind.Null);
    public static readonly InlineNode Boolean = new(JsonataKind.Boolean);
    public static readonly InlineNode Number = new(JsonataKind.Number);
}

/// <summary>
/// UTF-8 JSON that values were read from. A string or number that is only moved stays a slice of it: it costs no allocation, and a number
/// keeps its digits.
/// </summary>
internal sealed class SourceText(JsonataKind kind, byte[] bytes) : ValueNode(kind)
{
    public readonly byte[] Bytes = bytes;
}

/// <summary>A number of decimal arithmetic (28 digits).</summary>
internal sealed class DecimalNumber(decimal value) : ValueNode(JsonataKind.Number)
{
    public readonly decimal Value = value;
}
