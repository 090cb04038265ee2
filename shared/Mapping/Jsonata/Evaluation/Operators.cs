using System.Runtime.CompilerServices;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Evaluation;

/// <summary>The operators on values. Whoever calls them adds position and token to their errors.</summary>
internal static class Operators
{
    /// <summary>Most elements of a range; the reference's limit.</summary>
    public const double MostInRange = 1e7;

    /// <summary>Whether it is a number to calculate with.</summary>
    /// <exception cref="JsonataException">D1001: it is infinite.</exception>
    public static bool IsNumeric(JsonataValue value)
    {
        if (value.Kind != JsonataKind.Number)
        {
            return false;
        }
        if (value.IsSlice || value.IsDecimal)
        {
            return true;
        }
        var number = value.AsDouble;
        return !double.IsInfinity(number) ? !double.IsNaN(number) : throw new JsonataException("D1001", value: value);
    }

    /// <summary>+ - * / %</summary>
    /// <exception cref="JsonataException">T2001, T2002, D1001.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonataValue Calculate(char symbol, JsonataValue left, JsonataValue right, Run run)
    {
        if (!left.IsUndefined && !IsNumeric(left))
        {
            throw new JsonataException("T2001", value: left);
        }
        if (!right.IsUndefined && !IsNumeric(right))
        {
            throw new JsonataException("T2002", value: right);
        }
        if (left.IsUndefined || right.IsUndefined)
        {
            return default;
        }
        if (run.Decimals && left.TryDecimal(out var exactLeft) && right.TryDecimal(out var exactRight))
        {
            return Calculate(symbol, exactLeft, exactRight);
        }
        var (x, y) = (left.AsDouble, right.AsDouble);
        return JsonataValue.Of(
            symbol switch
            {
                '+' => x + y,
                '-' => x - y,
                '*' => x * y,
                '/' => x / y,
                _ => x % y,
            }
        );
    }

    /// <summary>A number with the other sign.</summary>
    /// <exception cref="JsonataException">D1002, D1001.</exception>
    public static JsonataValue Negate(JsonataValue value, Run run) =>
        value.IsUndefined ? default
        : !IsNumeric(value) ? throw new JsonataException("D1002", value: value)
        : run.Decimals && value.TryDecimal(out var exact) ? JsonataValue.Of(-exact)
        : JsonataValue.Of(-value.AsDouble);

    /// <summary>Less than 0, 0 or more; null where one side is nothing.</summary>
    /// <exception cref="JsonataException">T2009, T2010.</exception>
    public static int? Compare(JsonataValue left, JsonataValue right, Run run)
    {
        var (ours, theirs) = (left.Kind, right.Kind);
        var oursFit = ours is JsonataKind.Undefined or JsonataKind.String or JsonataKind.Number;
        if (!oursFit || theirs is not (JsonataKind.Undefined or JsonataKind.String or JsonataKind.Number))
        {
            throw new JsonataException("T2010", value: oursFit && ours != JsonataKind.Undefined ? right : left);
        }
        if (ours == JsonataKind.Undefined || theirs == JsonataKind.Undefined)
        {
            return null;
        }
        if (ours != theirs)
        {
            throw new JsonataException("T2009", value: left, other: right);
        }
        return Order(left, right, run);
    }

    /// <summary>Order of two strings (by UTF-16 code units) or two numbers.</summary>
    public static int Order(JsonataValue left, JsonataValue right, Run run)
    {
        if (left.Kind == JsonataKind.String)
        {
            return string.CompareOrdinal(left.AsString(), right.AsString());
        }
        return run.Decimals && left.TryDecimal(out var x) && right.TryDecimal(out var y)
            ? x.CompareTo(y)
            : left.AsDouble.CompareTo(right.AsDouble);
    }

    /// <summary>in: whether the left side is an element of the right one. Objects and arrays are only themselves.</summary>
    public static bool IsIn(JsonataValue left, JsonataValue right, Run run)
    {
        if (left.IsUndefined || right.IsUndefined)
        {
            return false;
        }
        if (right.Array is not { } array)
        {
            return IsStrictlyEqual(left, right, run);
        }
        foreach (var item in array.Items)
        {
            run.Step();
            if (IsStrictlyEqual(left, item, run))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>&amp;: both as text; nothing is an empty one.</summary>
    public static JsonataValue Join(JsonataValue left, JsonataValue right, Run run)
    {
        var first = left.IsUndefined ? "" : Stringify.Text(left, indented: false, run);
        var second = right.IsUndefined ? "" : Stringify.Text(right, indented: false, run);
        run.Charge((first.Length + (long)second.Length) * sizeof(char));
        return JsonataValue.Of(string.Concat(first, second));
    }

    /// <summary>The whole numbers from one to another; nothing where there are none.</summary>
    /// <exception cref="JsonataException">T2003, T2004, D2014.</exception>
    public static JsonataValue Range(JsonataValue left, JsonataValue right, Run run)
    {
        if (!left.IsUndefined && !IsWhole(left))
        {
            throw new JsonataException("T2003", value: left);
        }
        if (!right.IsUndefined && !IsWhole(right))
        {
            throw new JsonataException("T2004", value: right);
        }
        if (left.IsUndefined || right.IsUndefined || left.AsDouble > right.AsDouble)
        {
            return default;
        }
        var (from, size) = (left.AsDouble, right.AsDouble - left.AsDouble + 1);
        if (size > MostInRange)
        {
            throw new JsonataException("D2014", value: JsonataValue.Of(size));
        }
        run.Charge((long)size * 16);
        var items = new JsonataValue[(int)size];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = JsonataValue.Of(from + i);
        }
        return JsonataValue.Of(new JsonataArray(items) { IsSequence = true });
    }

    private static JsonataValue Calculate(char symbol, decimal left, decimal right)
    {
        try
        {
            return JsonataValue.Of(
                symbol switch
                {
                    '+' => left + right,
                    '-' => left - right,
                    '*' => left * right,
                    '/' => left / right,
                    _ => left % right,
                }
            );
        }
        catch (Exception error) when (error is OverflowException or DivideByZeroException)
        {
            throw new JsonataException("D1001", text: $"{left} {symbol} {right} has no value of 28 decimal digits.");
        }
    }

    private static bool IsWhole(JsonataValue value) =>
        value.Kind == JsonataKind.Number
        && double.IsFinite(value.AsDouble)
        && value.AsDouble == Math.Truncate(value.AsDouble);

    private static bool IsStrictlyEqual(JsonataValue left, JsonataValue right, Run run) =>
        left.Kind is JsonataKind.Array or JsonataKind.Object or JsonataKind.Function
            ? left.IsSameAs(right)
            : DeepEquality.AreEqual(left, right, run);
}
