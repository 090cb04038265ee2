using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>A path: each step is evaluated for each result of the one before it, and the results are joined.</summary>
internal sealed class PathCode
{
    private readonly PathStep[] _steps;
    private readonly bool _isAbsolute;
    private readonly bool _keepsArray;
    private readonly bool _isTuple;
    private readonly GroupCode? _group;
    private readonly int _firstTuple;

    /// <param name="steps">The steps.</param>
    /// <param name="isAbsolute">The first step is a variable, so that the input is one value even where it is an array.</param>
    /// <param name="keepsArray">A single result stays an array.</param>
    /// <param name="isTuple">The variables are handed on to the path around it.</param>
    /// <param name="group">What the results are grouped by.</param>
    public PathCode(PathStep[] steps, bool isAbsolute, bool keepsArray, bool isTuple, GroupCode? group)
    {
        (_steps, _isAbsolute, _keepsArray, _isTuple, _group) = (steps, isAbsolute, keepsArray, isTuple, group);
        _firstTuple = Array.FindIndex(steps, step => step.IsTuple);
        IsPlain = Array.TrueForAll(steps, step => step.IsPlain) && !keepsArray && group is null;
    }

    /// <summary>Names and nothing else.</summary>
    public bool IsPlain { get; }

    /// <summary>A path of names: as long as there are objects, it needs no sequences.</summary>
    public JsonataValue Fields(JsonataValue input, Frame frame, Run run)
    {
        var value = input;
        for (var i = 0; i < _steps.Length; i++)
        {
            if (value.Object is not { } fields)
            {
                return value.Array is { } several ? Finished(Walk(several, false, i, frame, run), run) : default;
            }
            value = _steps[i].Field!.Of(fields);
            if (value.IsUndefined)
            {
                return default;
            }
        }
        return Sequences.Collapse(value);
    }

    /// <summary>Any path.</summary>
    public JsonataValue Evaluate(JsonataValue input, Frame frame, Run run)
    {
        if (_firstTuple >= 0)
        {
            return Tuples(input, frame, run);
        }
        if (input.Array is { } array && !_isAbsolute)
        {
            return Ended(Walk(array, false, 0, frame, run), frame, run);
        }
        var one = WalkOne(input, frame, run, out var isSingle);
        return !isSingle ? Ended(one, frame, run)
            : _group is null && !_keepsArray ? one
            : Ended(JsonataValue.Of(One(one)), frame, run);
    }

    private static JsonataArray One(JsonataValue value) => new([value]) { IsSequence = true };

    private JsonataValue Ended(JsonataValue result, Frame frame, Run run)
    {
        return _group is null ? Finished(result, run) : _group.Evaluate(Kept(result, run), frame, run);
    }

    // The steps as long as there is one value only, which needs no sequence around it. Single: the result is a value and no sequence of it.
    private JsonataValue WalkOne(JsonataValue input, Frame frame, Run run, out bool isSingle)
    {
        var value = input;
        isSingle = false;
        for (var i = 0; i < _steps.Length; i++)
        {
            var step = _steps[i];
            if (step.Sort is not null || (i == 0 && step.IsConstructed))
            {
                return Walk(One(value), true, i, frame, run);
            }
            run.Step();
            var result = step.Of(value, frame, run);
            if (result.IsUndefined)
            {
                return JsonataValue.Of(JsonataArray.Sequence());
            }
            if (result.Array is { IsConstructed: false } several)
            {
                if (i == _steps.Length - 1)
                {
                    return several.IsSequence ? JsonataValue.Of(AsSequence(several)) : result;
                }
                var next = AsSequence(several);
                return next.Count == 0 ? JsonataValue.Of(next) : Walk(next, false, i + 1, frame, run);
            }
            value = result;
        }
        // An array that was written as one and stands alone is the result itself.
        isSingle = value.Array is not { IsSequence: false };
        return value;
    }

    // The results of the steps from an index on. What comes back is a sequence, or the array that the last step found alone.
    private JsonataValue Walk(JsonataArray items, bool isOne, int from, Frame frame, Run run)
    {
        var current = items;
        for (var i = from; i < _steps.Length; i++)
        {
            var step = _steps[i];
            if (i == 0 && step.IsConstructed)
            {
                var whole = isOne ? One(items[0]) : items;
                if (step.Code!(JsonataValue.Of(whole), frame, run).Array is not { } made)
                {
                    return JsonataValue.Of(JsonataArray.Sequence());
                }
                if (made.Count == 0)
                {
                    return JsonataValue.Of(made);
                }
                current = made;
                continue;
            }
            if (step.Sort is { } sort)
            {
                var sorted = sort.Sort(current, frame, run);
                foreach (var stage in step.Stages)
                {
                    sorted = stage.Filter!.Apply(sorted, frame, run);
                }
                if (sorted.IsUndefined)
                {
                    return JsonataValue.Of(JsonataArray.Sequence());
                }
                current = Sequences.Of(sorted);
                continue;
            }
            var (first, found, flat, isAlone) = (default(JsonataValue), 0, default(JsonataArray), true);
            foreach (var item in current.Items)
            {
                run.Step();
                var result = step.Of(item, frame, run);
                if (result.IsUndefined)
                {
                    // What a filter has emptied counts as a result that has nothing in it.
                    isAlone &= step.Stages.Length == 0;
                    continue;
                }
                if (++found == 1)
                {
                    first = result;
                    continue;
                }
                if (flat is null)
                {
                    flat = JsonataArray.Sequence(current.Count);
                    Sequences.Flatten(first, flat, run);
                }
                Sequences.Flatten(result, flat, run);
            }
            if (flat is null)
            {
                if (found == 0)
                {
                    return JsonataValue.Of(JsonataArray.Sequence());
                }
                if (isAlone && i == _steps.Length - 1 && first.Array is { IsSequence: false })
                {
                    return first;
                }
                flat = first.Array is { IsConstructed: false } inner ? AsSequence(inner) : One(first);
            }
            if (flat.Count == 0)
            {
                return JsonataValue.Of(flat);
            }
            current = flat;
        }
        return JsonataValue.Of(current);
    }

    // The elements are shared: nobody changes an array that was handed out.
    private static JsonataArray AsSequence(JsonataArray array) =>
        array is { IsSequence: true, KeepSingleton: false } ? array : array.ToSequence();

    private JsonataValue Kept(JsonataValue result, Run run)
    {
        if (!_keepsArray || result.Array is not { } array)
        {
            return result;
        }
        if (array is { IsConstructed: true, IsSequence: false })
        {
            return Sequences.Kept(result);
        }
        if (!array.IsSequence || array.Count != 1)
        {
            return result;
        }
        run.Charge(16);
        return Sequences.Kept(array[0]);
    }

    private JsonataValue Finished(JsonataValue result, Run run) => Sequences.Collapse(Kept(result, run));

    private JsonataValue Tuples(JsonataValue input, Frame frame, Run run)
    {
        var items = input.Array is { } array && !_isAbsolute ? array : One(input);
        TupleStream? stream = null;
        for (var i = 0; i < _steps.Length; i++)
        {
            var step = _steps[i];
            if (i == 0 && step.IsConstructed)
            {
                items = step.Code!(JsonataValue.Of(items), frame, run).Array ?? JsonataArray.Sequence();
                if (items.Count == 0 && _firstTuple > 0)
                {
                    return Finished(JsonataValue.Of(items), run);
                }
                continue;
            }
            if (i >= _firstTuple)
            {
                stream = Tuples(step, items, stream, frame, run);
                continue;
            }
            // As far as no step carries variables this is a path like any other.
            var before = new PathCode([step], isAbsolute: true, keepsArray: false, isTuple: false, group: null);
            var value = before.Walk(items, false, 0, frame, run);
            items = value.Array ?? new JsonataArray([value]) { IsSequence = true };
            if (items.Count == 0)
            {
                // Nothing, and no stream of nothing either: whatever is around the path sees the difference.
                return _group is null ? default : _group.Evaluate(JsonataValue.Of(items), frame, run);
            }
        }
        stream ??= WithoutVariables(items);
        if (_group is not null)
        {
            return _group.Evaluate(JsonataValue.Of(stream), frame, run);
        }
        if (_isTuple)
        {
            return JsonataValue.Of(stream);
        }
        var result = JsonataArray.Sequence(stream.Items.Count);
        foreach (var tuple in stream.Items)
        {
            run.Charge(16);
            result.Add(tuple.Value);
        }
        return Finished(JsonataValue.Of(result), run);
    }

    private static TupleStream Tuples(PathStep step, JsonataArray items, TupleStream? stream, Frame frame, Run run)
    {
        if (step.Sort is { } sort)
        {
            return step.Staged(
                stream is not null ? sort.Sort(stream, frame, run) : Indexed(step, sort.Sort(items, frame, run)),
                frame,
                run
            );
        }
        var result = new TupleStream();
        stream ??= WithoutVariables(items);
        foreach (var tuple in stream.Items)
        {
            run.Step();
            var within = tuple.Within(frame);
            var found = step.Field is not null ? step.Field.Of(tuple.Value, run) : step.Code!(tuple.Value, within, run);
            if (found.As<TupleStream>() is { } inner)
            {
                foreach (var one in inner.Items)
                {
                    run.Charge(100);
                    result.Items.Add(tuple.Joined(one));
                }
                continue;
            }
            if (found.IsUndefined)
            {
                continue;
            }
            var all = Sequences.Of(found);
            for (var i = 0; i < all.Count; i++)
            {
                run.Charge(100);
                result.Items.Add(Bound(step, tuple, all[i], i));
            }
        }
        return step.Staged(result, frame, run);
    }

    private static TupleStream WithoutVariables(JsonataArray items)
    {
        var stream = new TupleStream();
        foreach (var item in items.Items)
        {
            stream.Items.Add(PathTuple.Of(item));
        }
        return stream;
    }

    private static PathTuple Bound(PathStep step, PathTuple tuple, JsonataValue found, int index)
    {
        var bound = tuple.With(step.Focus is null ? found : tuple.Value);
        if (step.Focus is not null)
        {
            bound.Bind(step.Focus, found);
        }
        if (step.Index is not null)
        {
            bound.Bind(step.Index, JsonataValue.Of((double)index));
        }
        if (step.Ancestor is not null)
        {
            bound.Bind(step.Ancestor, tuple.Value);
        }
        return bound;
    }

    private static TupleStream Indexed(PathStep step, JsonataValue sorted)
    {
        var stream = new TupleStream();
        var items = Sequences.Of(sorted).Items;
        for (var i = 0; i < items.Length; i++)
        {
            var tuple = PathTuple.Of(items[i]);
            if (step.Index is not null)
            {
                tuple.Bind(step.Index, JsonataValue.Of((double)i));
            }
            stream.Items.Add(tuple);
        }
        return stream;
    }
}
