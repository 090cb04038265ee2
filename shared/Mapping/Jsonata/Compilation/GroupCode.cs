using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>An object, or the groups of a sequence: keys and values.</summary>
internal sealed class GroupCode
{
    private readonly (Eval Key, Eval Value)[] _pairs;
    private readonly int _position;

    // The keys where all of them are written as different strings, as in nearly every object.
    private readonly string[]? _names;

    // The shape of an object in which nothing is missing, once there was one.
    private Shape? _whole;

    public GroupCode((Eval Key, Eval Value)[] pairs, string?[] names, int position)
    {
        (_pairs, _position) = (pairs, position);
        var known = names.OfType<string>().Where(name => !IsReserved(name)).Distinct(StringComparer.Ordinal).ToArray();
        _names = known.Length == names.Length ? known : null;
    }

    /// <summary>The object for a value; for an array, or the values that carry variables, the groups of its elements.</summary>
    public JsonataValue Evaluate(JsonataValue input, Frame frame, Run run)
    {
        run.Charge(48 + (_pairs.Length * 16L));
        if (input.As<TupleStream>() is { } stream)
        {
            return JsonataValue.Of(Reduce(Groups(stream, frame, run), frame, run));
        }
        if (input.Array is not { } array)
        {
            return JsonataValue.Of(
                _names is null ? Object(Groups([input], frame, run), frame, run) : Object(_names, input, frame, run)
            );
        }
        if (array.Count == 0)
        {
            return JsonataValue.Of(Object(Groups([default], frame, run), frame, run));
        }
        return JsonataValue.Of(Object(Groups(array.Items, frame, run), frame, run));
    }

    private static bool IsReserved(string key) => key is "_jsonata_lambda" or "_jsonata_function";

    private JsonataObject Object(string[] names, JsonataValue input, Frame frame, Run run)
    {
        var values = new JsonataValue[names.Length];
        var isWhole = true;
        for (var i = 0; i < names.Length; i++)
        {
            var value = _pairs[i].Value(input, frame, run);
            isWhole &= !value.IsUndefined;
            values[i] = value;
        }
        if (isWhole && _whole is { } whole)
        {
            return new(whole, values);
        }
        var result = new JsonataObject(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            if (!values[i].IsUndefined)
            {
                result.Append(result.Shape.Add(names[i], result), values[i]);
            }
        }
        if (isWhole && result.Shape.Owner is null)
        {
            _whole = result.Shape;
        }
        return result;
    }

    private Dictionary<string, (JsonataValue Data, int Pair)> Groups(
        ReadOnlySpan<JsonataValue> items,
        Frame frame,
        Run run
    )
    {
        var groups = new Dictionary<string, (JsonataValue Data, int Pair)>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            for (var i = 0; i < _pairs.Length; i++)
            {
                run.Step();
                if (Key(_pairs[i].Key(item, frame, run)) is not { } key)
                {
                    continue;
                }
                if (groups.TryGetValue(key, out var group))
                {
                    Check(group.Pair, i, key);
                    groups[key] = (Together(group.Data, item, run), i);
                }
                else
                {
                    run.Charge(100);
                    groups.Add(key, (item, i));
                }
            }
        }
        return groups;
    }

    // The array of a group grows in place; nobody has seen it yet.
    private static JsonataValue Together(JsonataValue data, JsonataValue item, Run run)
    {
        if (item.IsUndefined || data.IsUndefined)
        {
            return data.IsUndefined ? item : data;
        }
        if (data.As<GroupArray>() is null)
        {
            var array = new JsonataArray();
            Sequences.AddAll(data, array, run);
            data = JsonataValue.Of(new GroupArray(array));
        }
        Sequences.AddAll(item, data.As<GroupArray>()!.Items, run);
        return data;
    }

    private JsonataObject Object(Dictionary<string, (JsonataValue Data, int Pair)> groups, Frame frame, Run run)
    {
        var result = new JsonataObject(groups.Count);
        foreach (var (key, (data, pair)) in Ordered(groups))
        {
            var context = data.As<GroupArray>() is { } several ? JsonataValue.Of(several.Items) : data;
            var value = _pairs[pair].Value(context, frame, run);
            if (!value.IsUndefined)
            {
                result.Set(key, value);
            }
        }
        return result;
    }

    private Dictionary<string, (List<PathTuple> Data, int Pair)> Groups(TupleStream stream, Frame frame, Run run)
    {
        var groups = new Dictionary<string, (List<PathTuple> Data, int Pair)>(StringComparer.Ordinal);
        foreach (var tuple in stream.Items)
        {
            var within = tuple.Within(frame);
            for (var i = 0; i < _pairs.Length; i++)
            {
                run.Step();
                if (Key(_pairs[i].Key(tuple.Value, within, run)) is not { } key)
                {
                    continue;
                }
                if (groups.TryGetValue(key, out var group))
                {
                    Check(group.Pair, i, key);
                    group.Data.Add(tuple);
                }
                else
                {
                    run.Charge(100);
                    groups.Add(key, ([tuple], i));
                }
            }
        }
        return groups;
    }

    // The tuples of a group become one: each variable has all of their values.
    private JsonataObject Reduce(Dictionary<string, (List<PathTuple> Data, int Pair)> groups, Frame frame, Run run)
    {
        var result = new JsonataObject(groups.Count);
        foreach (var (key, (tuples, pair)) in Ordered(groups))
        {
            var (context, all) = (tuples[0].Value, tuples[0].With(default));
            foreach (var tuple in tuples.Skip(1))
            {
                context = Sequences.Append(context, tuple.Value, run);
                for (var i = 0; i < tuple.Names.Length; i++)
                {
                    var at = Array.IndexOf(all.Names, tuple.Names[i]);
                    all.Bind(tuple.Names[i], Sequences.Append(at < 0 ? default : all.Values[at], tuple.Values[i], run));
                }
            }
            var value = _pairs[pair].Value(context, all.Within(frame), run);
            if (!value.IsUndefined)
            {
                result.Set(key, value);
            }
        }
        return result;
    }

    // As JavaScript has the names of an object: whole numbers first, in their order, then the others as they came (ECMA-262, 10.1.11.1).
    private static IEnumerable<KeyValuePair<string, T>> Ordered<T>(Dictionary<string, T> groups) =>
        groups.Keys.Any(IsIndex)
            ? groups.OrderBy(group =>
                IsIndex(group.Key) ? uint.Parse(group.Key, CultureInfo.InvariantCulture) : uint.MaxValue
            )
            : groups;

    private static bool IsIndex(string key) =>
        key.Length is > 0 and < 10
        && (key[0] != '0' || key.Length == 1)
        && key.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    // Null: nothing, and the pair is left out.
    private string? Key(JsonataValue key)
    {
        if (key.IsUndefined)
        {
            return null;
        }
        if (key.AsString() is not { } text)
        {
            throw new JsonataException("T1003", position: _position, value: key);
        }
        return IsReserved(text) ? throw new JsonataException("D1013", position: _position, value: key) : text;
    }

    private void Check(int pair, int other, string key)
    {
        if (pair != other)
        {
            throw new JsonataException("D1009", position: _position, value: JsonataValue.Of(key));
        }
    }

    /// <summary>The elements of a group while it grows; never to be mixed up with an array that was in the data.</summary>
    private sealed class GroupArray(JsonataArray items) : ValueNode(JsonataKind.Array)
    {
        public JsonataArray Items => items;
    }
}
