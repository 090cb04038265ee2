using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>$sort: a stable merge sort. It ends whatever the function answers, even where its answers contradict each other.</summary>
internal static class Sorting
{
    /// <exception cref="JsonataException">D3070: no function, and neither only numbers nor only strings.</exception>
    public static JsonataValue Sort(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).Array is not { Count: > 1 } array)
        {
            return args.At(0);
        }

        run.Charge(array.Count * 32L);
        var items = array.Items.ToArray();
        if (args.At(1).Function is { } function)
        {
            MergeSort(items, new CallComparer(function, run), run);
        }
        else if (AllAre(items, JsonataKind.Number))
        {
            if (run.Decimals)
            {
                MergeSort(items, default(DecimalComparer), run);
            }
            else
            {
                SortNumbers(items, run);
            }
        }
        else if (AllAre(items, JsonataKind.String))
        {
            SortStrings(items, run);
        }
        else
        {
            throw new JsonataException("D3070", index: 1);
        }

        return JsonataValue.Of(new JsonataArray(items));
    }

    // Each slice is read once, not once a comparison.
    private static void SortNumbers(JsonataValue[] items, Run run)
    {
        var keyed = new (double Key, JsonataValue Value)[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            keyed[i] = (items[i].AsDouble, items[i]);
        }

        MergeSort(keyed, default(NumberComparer), run);
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = keyed[i].Value;
        }
    }

    // Each slice is decoded once, not once a comparison.
    private static void SortStrings(JsonataValue[] items, Run run)
    {
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = JsonataValue.Of(items[i].AsString());
        }

        MergeSort(items, default(StringComparer), run);
    }

    private static bool AllAre(JsonataValue[] items, JsonataKind kind)
    {
        foreach (var item in items)
        {
            if (item.Kind != kind)
            {
                return false;
            }

            if (kind == JsonataKind.Number)
            {
                Stringify.RefuseInfinite(item);
            }
        }

        return true;
    }

    private static void MergeSort<TItem, TComparer>(TItem[] items, TComparer comparer, Run run)
        where TComparer : IFollows<TItem>
    {
        // Halves of up to a million elements: the depth is that of the logarithm.
        Split(items, new TItem[items.Length], 0, items.Length, comparer, run);
    }

    private static void Split<TItem, TComparer>(
        TItem[] items,
        TItem[] spare,
        int start,
        int end,
        TComparer comparer,
        Run run
    )
        where TComparer : IFollows<TItem>
    {
        if (end - start < 2)
        {
            return;
        }

        var middle = start + ((end - start) / 2);
        Split(items, spare, start, middle, comparer, run);
        Split(items, spare, middle, end, comparer, run);
        items.AsSpan(start, middle - start).CopyTo(spare.AsSpan(start));
        var (left, right, at) = (start, middle, start);
        while (left < middle && right < end)
        {
            run.Step();
            items[at++] = comparer.Follows(spare[left], items[right]) ? items[right++] : spare[left++];
        }

        spare.AsSpan(left, middle - left).CopyTo(items.AsSpan(at));
    }

    private interface IFollows<in T>
    {
        /// <summary>Whether the left one has to stand behind the right one.</summary>
        bool Follows(T left, T right);
    }

    private readonly struct NumberComparer : IFollows<(double Key, JsonataValue Value)>
    {
        public bool Follows((double Key, JsonataValue Value) left, (double Key, JsonataValue Value) right) =>
            left.Key > right.Key;
    }

    private readonly struct DecimalComparer : IFollows<JsonataValue>
    {
        public bool Follows(JsonataValue left, JsonataValue right) =>
            left.TryDecimal(out var exactLeft) && right.TryDecimal(out var exactRight)
                ? exactLeft > exactRight
                : left.AsDouble > right.AsDouble;
    }

    private readonly struct StringComparer : IFollows<JsonataValue>
    {
        public bool Follows(JsonataValue left, JsonataValue right) =>
            string.CompareOrdinal(left.AsString(), right.AsString()) > 0;
    }

    private readonly struct CallComparer(JFunction function, Run run) : IFollows<JsonataValue>
    {
        public bool Follows(JsonataValue left, JsonataValue right) =>
            Truth.OfScript(function.Invoke([left, right], JsonataValue.Null, run));
    }
}
