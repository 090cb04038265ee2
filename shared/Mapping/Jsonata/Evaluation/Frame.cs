using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Evaluation;

/// <summary>Variables of a scope, within those of the scope around it.</summary>
internal sealed class Frame
{
    private readonly Frame? _outer;
    private string[] _names;
    private JsonataValue[] _values;
    private int _count;

    /// <summary>The scope of a whole evaluation.</summary>
    public Frame(JsonataValue input, IReadOnlyDictionary<string, JsonataValue>? bindings)
    {
        (Input, Root, _names, _values) = (input, this, [], []);
        foreach (var (name, value) in bindings ?? EmptyBindings)
        {
            Bind(name, value);
        }
        HasBindings = _count > 0;
    }

    /// <summary>A scope within another, with variables that it takes over.</summary>
    public Frame(Frame outer, string[] names, JsonataValue[] values)
    {
        (_outer, Root, _names, _values, _count) = (outer, outer.Root, names, values, names.Length);
    }

    /// <summary>A scope within another.</summary>
    public Frame(Frame outer)
        : this(outer, [], []) { }

    private static IReadOnlyDictionary<string, JsonataValue> EmptyBindings { get; } =
        new Dictionary<string, JsonataValue>();

    /// <summary>The scope of the whole evaluation.</summary>
    public Frame Root { get; }

    /// <summary>What $$ is; of the root alone.</summary>
    public JsonataValue Input { get; }

    /// <summary>The caller brought variables along; of the root alone.</summary>
    public bool HasBindings { get; }

    /// <summary>The variable of a name in this scope and those around it; false where nothing has bound it.</summary>
    public bool TryFind(string name, out JsonataValue value)
    {
        for (var frame = this; frame is not null; frame = frame._outer)
        {
            var names = frame._names;
            for (var i = frame._count - 1; i >= 0; i--)
            {
                if (names[i] == name)
                {
                    value = frame._values[i];
                    return true;
                }
            }
        }
        value = default;
        return false;
    }

    /// <summary>Binds a variable in this scope.</summary>
    public void Bind(string name, JsonataValue value)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_names[i] == name)
            {
                _values[i] = value;
                return;
            }
        }
        // The names of a lambda's parameters are shared by its calls, so there is never room to write into them.
        Array.Resize(ref _names, _count + 1);
        Array.Resize(ref _values, _count + 1);
        _names[_count] = name;
        _values[_count++] = value;
    }
}
