using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Evaluation;

/// <summary>A value of a path with the variables that its steps have bound.</summary>
internal sealed class PathTuple(JsonataValue value, string[] names, JsonataValue[] values)
{
    public JsonataValue Value { get; } = value;

    public string[] Names { get; private set; } = names;

    public JsonataValue[] Values { get; private set; } = values;

    public static PathTuple Of(JsonataValue value) => new(value, [], []);

    /// <summary>Scope in which the next step is evaluated.</summary>
    public Frame Within(Frame frame) => Names.Length == 0 ? frame : new Frame(frame, Names, [.. Values]);

    /// <summary>The same variables with another value.</summary>
    public PathTuple With(JsonataValue other) => new(other, Names, Values);

    /// <summary>Binds a variable. Only whoever made the tuple may.</summary>
    public void Bind(string name, JsonataValue bound)
    {
        var at = Array.IndexOf(Names, name);
        if (at < 0)
        {
            (Names, Values) = ([.. Names, name], [.. Values, bound]);
        }
        else
        {
            Values = [.. Values];
            Values[at] = bound;
        }
    }

    /// <summary>These variables, and over them those of another, with its value.</summary>
    public PathTuple Joined(PathTuple other)
    {
        var joined = With(other.Value);
        for (var i = 0; i < other.Names.Length; i++)
        {
            joined.Bind(other.Names[i], other.Values[i]);
        }
        return joined;
    }
}

/// <summary>What a path carries along whose steps bind variables. It never leaves the path.</summary>
internal sealed class TupleStream() : ValueNode(JsonataKind.Array)
{
    public List<PathTuple> Items { get; } = [];

    /// <summary>The values, without their variables.</summary>
    public JsonataValue Values()
    {
        var values = JsonataArray.Sequence(Items.Count);
        foreach (var tuple in Items)
        {
            values.Add(tuple.Value);
        }
        return JsonataValue.Of(values);
    }
}
