using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Arithmetic on single numbers. Results that decimals can't hold are doubles.</summary>
internal static class NumberFunctions
{
    public static JsonataValue Abs(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var value = args.At(0);
        return !value.IsNumber || value.AsDouble > 0 ? value
            : run.Decimals && value.TryDecimal(out var exact) ? JsonataValue.Of(Math.Abs(exact))
            : JsonataValue.Of(Math.Abs(value.AsDouble));
    }

    public static JsonataValue Floor(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var value = args.At(0);
        return !value.IsNumber || IsInteger(value) ? value
            : run.Decimals && value.TryDecimal(out var exact) ? JsonataValue.Of(Math.Floor(exact))
            : JsonataValue.Of(Math.Floor(value.AsDouble));
    }

    public static JsonataValue Ceil(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var value = args.At(0);
        return !value.IsNumber || IsInteger(value) ? value
            : run.Decimals && value.TryDecimal(out var exact) ? JsonataValue.Of(Math.Ceiling(exact))
            : JsonataValue.Of(Math.Ceiling(value.AsDouble));
    }

    public static JsonataValue Round(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var value = args.At(0);
        if (!value.IsNumber)
        {
            return default;
        }

        var places = args.At(1).IsNumber ? args[1].AsDouble : 0;
        if (IsInteger(value) && places >= 0 && places == Math.Truncate(places))
        {
            return value;
        }

        return run.Decimals && value.TryDecimal(out var exact) && Rounding.TryHalfEven(exact, places, out var rounded)
            ? JsonataValue.Of(rounded)
            : JsonataValue.Of(Rounding.HalfEven(value.AsDouble, places));
    }

    public static JsonataValue Sqrt(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var value = args.At(0);
        return !value.IsNumber ? default
            : value.AsDouble < 0 ? throw new JsonataException("D3060", value: value, index: 1)
            : JsonataValue.Of(Math.Sqrt(value.AsDouble));
    }

    public static JsonataValue Power(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var (value, exponent) = (args.At(0), args.At(1).AsDouble);
        if (!value.IsNumber)
        {
            return default;
        }

        if (run.Decimals && value.TryDecimal(out var exact) && TryPower(exact, exponent, out var power))
        {
            return JsonataValue.Of(power);
        }

        var result = Math.Pow(value.AsDouble, exponent);
        // To .NET one is one to whatever power, to JavaScript not to one that is no finite number.
        return double.IsFinite(result) && (double.IsFinite(exponent) || Math.Abs(value.AsDouble) != 1)
            ? JsonataValue.Of(result)
            : throw new JsonataException("D3061", value: value, index: 1);
    }

    public static JsonataValue RandomNumber(ReadOnlySpan<JsonataValue> args, Run run) =>
        JsonataValue.Of(Random.Shared.NextDouble());

    // Digits and nothing else: rounding would change nothing but digits that a double can't hold.
    private static bool IsInteger(JsonataValue value) =>
        value.IsSlice && !value.Slice.ContainsAny(".eE"u8) && !value.Slice.StartsWith("-0"u8);

    private static bool TryPower(decimal value, double exponent, out decimal power)
    {
        power = 1;
        if (exponent != Math.Truncate(exponent) || Math.Abs(exponent) > 1_000 || (value == 0 && exponent < 0))
        {
            return false;
        }

        try
        {
            for (var left = (int)Math.Abs(exponent); left > 0; left >>= 1)
            {
                power *= (left & 1) != 0 ? value : 1;
                value *= left > 1 ? value : 1;
            }

            power = exponent < 0 ? 1 / power : power;
            return true;
        }
        catch (Exception error) when (error is OverflowException or DivideByZeroException)
        {
            return false;
        }
    }
}
