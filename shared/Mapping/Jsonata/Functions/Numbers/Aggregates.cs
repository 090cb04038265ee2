using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>One number from many. With decimals, sums that decimals can't hold are doubles.</summary>
internal static class Aggregates
{
    public static JsonataValue Sum(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).Array is not { } numbers)
        {
            return default;
        }

        if (run.Decimals && TrySum(numbers, out var exact))
        {
            return JsonataValue.Of(exact);
        }

        return JsonataValue.Of(DoubleSum(numbers));
    }

    public static JsonataValue Average(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).Array is not { Count: > 0 } numbers)
        {
            return default;
        }

        return run.Decimals && TrySum(numbers, out var exact)
            ? JsonataValue.Of(exact / numbers.Count)
            : JsonataValue.Of(DoubleSum(numbers) / numbers.Count);
    }

    public static JsonataValue Max(ReadOnlySpan<JsonataValue> args, Run run) => Extreme(args.At(0), run, 1);

    public static JsonataValue Min(ReadOnlySpan<JsonataValue> args, Run run) => Extreme(args.At(0), run, -1);

    // The element itself is given back: its digits stay.
    private static JsonataValue Extreme(JsonataValue value, Run run, int sign)
    {
        if (value.Array is not { Count: > 0 } numbers)
        {
            return default;
        }

        var items = numbers.Items;
        var best = items[0];
        foreach (var item in items[1..])
        {
            if (double.IsNaN(best.AsDouble))
            {
                return best;
            }

            if (double.IsNaN(item.AsDouble) || Compare(item, best, run) * sign > 0)
            {
                best = item;
            }
        }

        return best;
    }

    private static int Compare(JsonataValue left, JsonataValue right, Run run) =>
        run.Decimals && left.TryDecimal(out var exactLeft) && right.TryDecimal(out var exactRight)
            ? exactLeft.CompareTo(exactRight)
            : left.AsDouble.CompareTo(right.AsDouble);

    private static double DoubleSum(JsonataArray numbers)
    {
        var sum = 0d;
        foreach (var number in numbers.Items)
        {
            sum += number.AsDouble;
        }

        return sum;
    }

    private static bool TrySum(JsonataArray numbers, out decimal sum)
    {
        sum = 0;
        try
        {
            foreach (var number in numbers.Items)
            {
                if (!number.TryDecimal(out var exact))
                {
                    return false;
                }

                sum += exact;
            }
        }
        catch (OverflowException)
        {
            return false;
        }

        return true;
    }
}
