using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Evaluation;

/// <summary>How results stand for one value, several or none.</summary>
internal static class Sequences
{
    /// <summary>What an expression's result is in the end: a sequence of one is its element, an empty one is nothing.</summary>
    public static JsonataValue Collapse(JsonataValue value, bool keepArray = false)
    {
        if (value.Array is not { IsSequence: true, Count: < 2 } sequence)
        {
            return value;
        }
        if (sequence.Count == 0)
        {
            return default;
        }
        if (sequence.KeepSingleton)
        {
            return value;
        }
        return keepArray ? Kept(sequence[0]) : sequence[0];
    }

    /// <summary>A sequence of one that stays an array.</summary>
    public static JsonataValue Kept(JsonataValue value)
    {
        var kept = new JsonataArray([value]) { IsSequence = true, KeepSingleton = true };
        return JsonataValue.Of(kept);
    }

    /// <summary>The elements of an array, or the one value there is; nothing counts as one.</summary>
    public static JsonataArray Of(JsonataValue value) => value.Array ?? new JsonataArray([value]) { IsSequence = true };

    /// <summary>Adds a step's result: the elements of an array, unless that was written as one.</summary>
    public static void Flatten(JsonataValue value, JsonataArray into, Run run)
    {
        if (value.Array is { IsConstructed: false } array)
        {
            run.Charge(array.Count * 16L);
            foreach (var item in array.Items)
            {
                into.Add(item);
            }
        }
        else
        {
            run.Charge(16);
            into.Add(value);
        }
    }

    /// <summary>Two values in one array, as $append joins them.</summary>
    public static JsonataValue Append(JsonataValue first, JsonataValue second, Run run)
    {
        if (first.IsUndefined || second.IsUndefined)
        {
            return first.IsUndefined ? second : first;
        }
        var joined = new JsonataArray((first.Array?.Count ?? 1) + (second.Array?.Count ?? 1));
        AddAll(first, joined, run);
        AddAll(second, joined, run);
        return JsonataValue.Of(joined);
    }

    /// <summary>Adds the elements of an array, or the value.</summary>
    public static void AddAll(JsonataValue value, JsonataArray into, Run run)
    {
        if (value.Array is { } array)
        {
            run.Charge(array.Count * 16L);
            foreach (var item in array.Items)
            {
                into.Add(item);
            }
        }
        else
        {
            run.Charge(16);
            into.Add(value);
        }
    }
}
