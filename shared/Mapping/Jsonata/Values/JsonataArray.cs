using System.Runtime.CompilerServices;

namespace IntegrationFunctions.Mapping.Jsonata.Values;

/// <summary>
/// An array. The reference implementation hangs flags on its arrays that decide how results collapse; they are kept here, by its names.
/// </summary>
public sealed class JsonataArray : ValueNode
{
    private JsonataValue[] _items;

    /// <summary>An empty array.</summary>
    /// <param name="capacity">Elements to make room for.</param>
    public JsonataArray(int capacity = 0)
        : base(JsonataKind.Array) => _items = capacity == 0 ? [] : new JsonataValue[capacity];

    /// <summary>An array of these elements, which it takes over.</summary>
    public JsonataArray(JsonataValue[] items)
        : base(JsonataKind.Array)
    {
        _items = items;
        Count = items.Length;
    }

    /// <summary>Number of elements.</summary>
    public int Count { get; private set; }

    /// <summary>A sequence: it collapses to its element where it has one, and to nothing where it has none.</summary>
    public bool IsSequence { get; init; }

    /// <summary>A sequence that stays an array with one element: written with [].</summary>
    public bool KeepSingleton { get; set; }

    /// <summary>Written as an array in the expression (the reference's cons): a path step adds it as one element.</summary>
    public bool IsConstructed { get; set; }

    /// <summary>Put around an input that is an array, so that it is taken as one value.</summary>
    public bool IsOuterWrapper { get; set; }

    /// <summary>The elements.</summary>
    public ReadOnlySpan<JsonataValue> Items => _items.AsSpan(0, Count);

    /// <summary>The element at an index from 0.</summary>
    public JsonataValue this[int index]
    {
        get => Items[index];
        internal set => _items.AsSpan(0, Count)[index] = value;
    }

    /// <summary>An empty sequence.</summary>
    public static JsonataArray Sequence(int capacity = 0) => new(capacity) { IsSequence = true };

    /// <summary>A sequence of the same elements, which it shares; neither may be added to any more.</summary>
    internal JsonataArray ToSequence() => new(_items) { IsSequence = true, Count = Count };

    /// <summary>An array of the same elements that is no sequence, which it shares; neither may be added to any more.</summary>
    internal JsonataArray ToArray(bool isConstructed) => new(_items) { IsConstructed = isConstructed, Count = Count };

    /// <summary>Adds an element. Only the evaluation that made the array may, and only until it hands it out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(JsonataValue value)
    {
        if (Count == _items.Length)
        {
            Grow();
        }

        _items[Count++] = value;
    }

    private void Grow() => System.Array.Resize(ref _items, Math.Max(4, _items.Length * 2));
}
