using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Arrays from arrays.</summary>
internal static class ArrayFunctions
{
    // What an element takes in an array, in bytes.
    private const int Width = 16;

    public static JsonataValue Count(ReadOnlySpan<JsonataValue> args, Run run) =>
        JsonataValue.Of((double)(args.At(0).Array?.Count ?? 0));

    public static JsonataValue Append(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var (first, second) = (args.At(0), args.At(1));
        if (first.IsUndefined || second.IsUndefined)
        {
            return first.IsUndefined ? second : first;
        }

        var size = (first.Array?.Count ?? 1L) + (second.Array?.Count ?? 1L);
        run.Charge(size * Width);
        var result = new JsonataValue[size];
        var at = Put(first, result, 0);
        Put(second, result, at);
        return JsonataValue.Of(new JsonataArray(result));
    }

    public static JsonataValue Reverse(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).Array is not { Count: > 1 } array)
        {
            return args.At(0);
        }

        run.Charge((long)array.Count * Width);
        var items = array.Items.ToArray();
        Array.Reverse(items);
        return JsonataValue.Of(new JsonataArray(items));
    }

    public static JsonataValue Shuffle(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).Array is not { Count: > 1 } array)
        {
            return args.At(0);
        }

        run.Charge((long)array.Count * Width);
        var items = array.Items.ToArray();
        Random.Shared.Shuffle(items);
        return JsonataValue.Of(new JsonataArray(items));
    }

    public static JsonataValue Distinct(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).Array is not { Count: > 1 } array)
        {
            return args.At(0);
        }

        run.Charge((long)array.Count * Width);
        var result = new JsonataArray(array.Count) { IsSequence = array.IsSequence };
        if (array.Count <= 8)
        {
            foreach (var item in array.Items)
            {
                if (!Holds(result, item, run))
                {
                    result.Add(item);
                }
            }

            return JsonataValue.Of(result);
        }

        var seen = new HashSet<JsonataValue>(array.Count, new DeepEquality(run));
        foreach (var item in array.Items)
        {
            run.Step();
            if (seen.Add(item))
            {
                result.Add(item);
            }
        }

        return JsonataValue.Of(result);
    }

    public static JsonataValue Zip(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var shortest = int.MaxValue;
        foreach (var arg in args)
        {
            shortest = Math.Min(shortest, arg.Array?.Count ?? 0);
        }

        shortest = args.IsEmpty ? 0 : shortest;
        run.Charge((long)shortest * (args.Length + 2) * Width);
        var result = new JsonataArray(shortest);
        for (var i = 0; i < shortest; i++)
        {
            run.Step();
            var tuple = new JsonataValue[args.Length];
            for (var n = 0; n < tuple.Length; n++)
            {
                tuple[n] = args[n].Array![i];
            }

            result.Add(JsonataValue.Of(new JsonataArray(tuple)));
        }

        return JsonataValue.Of(result);
    }

    private static bool Holds(JsonataArray array, JsonataValue value, Run run)
    {
        foreach (var item in array.Items)
        {
            if (DeepEquality.AreEqual(item, value, run))
            {
                return true;
            }
        }

        return false;
    }

    private static int Put(JsonataValue value, JsonataValue[] into, int at)
    {
        if (value.Array is not { } array)
        {
            into[at] = value;
            return at + 1;
        }

        array.Items.CopyTo(into.AsSpan(at));
        return at + array.Count;
    }
}
