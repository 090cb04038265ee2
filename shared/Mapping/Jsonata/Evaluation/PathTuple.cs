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

/// <summary>What a path carries along whose steps bind variables. It leaves the path as an array.</summary>
internal sealed class TupleStream() : ValueNode(JsonataKind.Array)
{
    public List<PathTuple> Items { get; } = [];

    /// <summary>What leaves a path that has no step for it: the tuples as objects, as the reference has them.</summary>
    public JsonataValue AsArray(Run run)
    {
        var array = new JsonataArray(Items.Count);
        foreach (var tuple in Items)
        {
            run.Charge(64 + (tuple.Names.Length * 16L));
            var shown = new JsonataObject(tuple.Names.Length + 1);
            shown.Set("@", tuple.Value);
            for (var i = 0; i < tuple.Names.Length; i++)
            {
                shown.Set(tuple.Names[i], tuple.Values[i]);
            }
            array.Add(JsonataValue.Of(shown));
        }
        return JsonataValue.Of(array);
    }
}
