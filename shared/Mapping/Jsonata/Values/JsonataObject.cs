namespace IntegrationFunctions.Mapping.Jsonata.Values;

/// <summary>An object. Names keep the order in which they were set first.</summary>
public sealed class JsonataObject : ValueNode
{
    private JsonataValue[] _values;

    /// <summary>An empty object.</summary>
    /// <param name="capacity">Names to make room for.</param>
    public JsonataObject(int capacity = 0)
        : base(JsonataKind.Object)
    {
        Shape = Shape.Empty;
        _values = capacity == 0 ? [] : new JsonataValue[capacity];
    }

    internal JsonataObject(Shape shape, JsonataValue[] values)
        : base(JsonataKind.Object)
    {
        Shape = shape;
        _values = values;
    }

    /// <summary>Number of names.</summary>
    public int Count => Shape.Count;

    /// <summary>The names, in order.</summary>
    public ReadOnlySpan<string> Names => Shape.Names;

    /// <summary>The values, in the order of <see cref="Names"/>.</summary>
    public ReadOnlySpan<JsonataValue> Values => _values.AsSpan(0, Count);

    internal Shape Shape { get; private set; }

    /// <summary>The value at an index of <see cref="Names"/>.</summary>
    internal JsonataValue At(int index) => _values[index];

    /// <summary>The value of a name; nothing where it is absent.</summary>
    public JsonataValue this[string name]
    {
        get
        {
            var index = Shape.IndexOf(name);
            return index < 0 ? default : _values[index];
        }
    }

    /// <summary>The value of a name, which is a string; nothing where it is absent. A slice is not decoded for a few names.</summary>
    internal JsonataValue Of(JsonataValue name)
    {
        if (!name.IsSlice || Count > 8)
        {
            return this[name.AsString()!];
        }

        var names = Names;
        for (var i = 0; i < names.Length; i++)
        {
            if (name.IsText(names[i]))
            {
                return _values[i];
            }
        }

        return default;
    }

    /// <summary>The value of a name; false where it is absent.</summary>
    public bool TryGet(string name, out JsonataValue value)
    {
        var index = Shape.IndexOf(name);
        value = index < 0 ? default : _values[index];
        return index >= 0;
    }

    /// <summary>Sets a name. Only the evaluation that made the object may, and only until it hands it out.</summary>
    public void Set(string name, JsonataValue value)
    {
        var index = Shape.IndexOf(name);
        if (index >= 0)
        {
            _values[index] = value;
            return;
        }

        Append(Shape.Add(name, this), value);
    }

    /// <summary>A copy that may be changed; the values are the same.</summary>
    public JsonataObject Copy()
    {
        if (Shape.Owner is null)
        {
            return new(Shape, Values.ToArray());
        }

        var copy = new JsonataObject(Count);
        for (var i = 0; i < Count; i++)
        {
            copy.Append(copy.Shape.Add(Names[i], copy), _values[i]);
        }

        return copy;
    }

    /// <summary>Sets the name that <paramref name="next"/> has more than this object's shape.</summary>
    internal void Append(Shape next, JsonataValue value)
    {
        var index = next.Count - 1;
        if (index >= _values.Length)
        {
            Array.Resize(ref _values, Math.Max(4, _values.Length * 2));
        }

        _values[index] = value;
        Shape = next;
    }

    /// <summary>Removes a name; false where it is absent.</summary>
    internal bool Remove(string name)
    {
        var index = Shape.IndexOf(name);
        if (index < 0)
        {
            return false;
        }

        var (names, values) = (Shape.Names.ToArray(), Values.ToArray());
        Shape = Shape.Empty;
        _values = new JsonataValue[values.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (i != index)
            {
                Append(Shape.Add(names[i], this), values[i]);
            }
        }

        return true;
    }
}
