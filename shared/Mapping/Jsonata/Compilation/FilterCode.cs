using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>A predicate: an index from 0, from the end where it is negative, or a condition.</summary>
/// <param name="predicate">The condition.</param>
/// <param name="index">The index where it is written as a number; null else.</param>
internal sealed class FilterCode(Eval predicate, double? index)
{
    // Elements that room is made for before they are found.
    private const int MostRoom = 32;

    /// <summary>What is left of a value: a sequence, or the value where that is the same.</summary>
    public JsonataValue Apply(JsonataValue value, Frame frame, Run run)
    {
        if (value.As<TupleStream>() is { } stream)
        {
            return JsonataValue.Of(Apply(stream, frame, run));
        }
        if (value.Array is not { } array)
        {
            return index is { } only
                ? (At(only, 1) == 0 ? value : default)
                : Repeated(value, Holds(value, 0, 1, frame, run), run);
        }
        if (index is { } fixedIndex)
        {
            var at = At(fixedIndex, array.Count);
            return at < 0 ? default : array[at];
        }
        JsonataArray? results = null;
        for (var i = 0; i < array.Count; i++)
        {
            var item = array[i];
            for (var times = Holds(item, i, array.Count, frame, run); times > 0; times--)
            {
                run.Charge(16);
                results ??= JsonataArray.Sequence(Math.Min(array.Count - i, MostRoom));
                results.Add(item);
            }
        }
        return JsonataValue.Of(results);
    }

    // Nothing that is held is an element like any other: what stands behind the filter is evaluated for it.
    private static JsonataValue Repeated(JsonataValue value, int times, Run run)
    {
        if (times == 0 || (times == 1 && !value.IsUndefined))
        {
            return times == 0 ? default : value;
        }
        run.Charge(times * 16L);
        var results = JsonataArray.Sequence(times);
        for (var i = 0; i < times; i++)
        {
            results.Add(value);
        }
        return JsonataValue.Of(results);
    }

    private TupleStream Apply(TupleStream stream, Frame frame, Run run)
    {
        var results = new TupleStream();
        if (index is { } fixedIndex)
        {
            var at = At(fixedIndex, stream.Items.Count);
            if (at >= 0)
            {
                results.Items.Add(stream.Items[at]);
            }
            return results;
        }
        for (var i = 0; i < stream.Items.Count; i++)
        {
            var item = stream.Items[i];
            for (var times = Holds(item.Value, i, stream.Items.Count, item.Within(frame), run); times > 0; times--)
            {
                run.Charge(16);
                results.Items.Add(item);
            }
        }
        return results;
    }

    // How often the item belongs to the result: an array of indexes may name it several times.
    private int Holds(JsonataValue item, int at, int count, Frame frame, Run run)
    {
        run.Step();
        var result = predicate(item, frame, run);
        if (result.Kind == JsonataKind.Number && Operators.IsNumeric(result))
        {
            return At(result.AsDouble, count) == at ? 1 : 0;
        }
        if (result.Array is { } indexes && AreNumbers(indexes))
        {
            var times = 0;
            foreach (var one in indexes.Items)
            {
                run.Step();
                times += At(one.AsDouble, count) == at ? 1 : 0;
            }
            return times;
        }
        return Truth.Of(result) ? 1 : 0;
    }

    private static bool AreNumbers(JsonataArray array)
    {
        foreach (var item in array.Items)
        {
            if (!Operators.IsNumeric(item))
            {
                return false;
            }
        }
        return true;
    }

    // -1: there is none.
    private static int At(double index, int count)
    {
        var at = Math.Floor(index);
        at = at < 0 ? at + count : at;
        return at >= 0 && at < count ? (int)at : -1;
    }
}
