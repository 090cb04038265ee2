using System.Runtime.CompilerServices;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Functions that call functions. Each passes as many arguments as the called function names.</summary>
internal static class HigherOrder
{
    public static JsonataValue Map(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).Array is not { } array)
        {
            return default;
        }

        var function = Function(args, 1);
        run.Charge(array.Count * 16L);
        var result = JsonataArray.Sequence(array.Count);
        for (var i = 0; i < array.Count; i++)
        {
            run.Step();
            var mapped = Call(function, array[i], i, args[0], run);
            if (!mapped.IsUndefined)
            {
                result.Add(mapped);
            }
        }

        return JsonataValue.Of(result);
    }

    public static JsonataValue Filter(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).Array is not { } array)
        {
            return default;
        }

        var function = Function(args, 1);
        run.Charge(array.Count * 16L);
        var result = JsonataArray.Sequence();
        for (var i = 0; i < array.Count; i++)
        {
            run.Step();
            if (Truth.Of(Call(function, array[i], i, args[0], run)))
            {
                result.Add(array[i]);
            }
        }

        return JsonataValue.Of(result);
    }

    /// <exception cref="JsonataException">D3138: several fit. D3139: none does.</exception>
    public static JsonataValue Single(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).Array is not { } array)
        {
            return default;
        }

        var function = args.At(1).Function;
        var found = -1;
        for (var i = 0; i < array.Count; i++)
        {
            run.Step();
            if (function is not null && !Truth.Of(Call(function, array[i], i, args[0], run)))
            {
                continue;
            }

            if (found >= 0)
            {
                throw new JsonataException("D3138", index: i);
            }

            found = i;
        }

        return found >= 0 ? array[found] : throw new JsonataException("D3139");
    }

    /// <exception cref="JsonataException">D3050: a function of fewer than two parameters.</exception>
    public static JsonataValue Reduce(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).Array is not { } array)
        {
            return default;
        }

        var function = Function(args, 1);
        if (function.Arity < 2)
        {
            throw new JsonataException("D3050", index: 1);
        }

        var (result, index) = (args.At(2), 0);
        if (result.IsUndefined && array.Count > 0)
        {
            (result, index) = (array[0], 1);
        }

        var passed = Math.Min(function.Arity, 4);
        var all = new Four();
        for (; index < array.Count; index++)
        {
            run.Step();
            (all[0], all[1], all[2], all[3]) = (result, array[index], JsonataValue.Of((double)index), args[0]);
            result = function.Invoke(((ReadOnlySpan<JsonataValue>)all)[..passed], JsonataValue.Null, run);
        }

        return result;
    }

    public static JsonataValue Each(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var result = JsonataArray.Sequence();
        if (args.At(0).Object is not { } fields)
        {
            return JsonataValue.Of(result);
        }

        var function = Function(args, 1);
        run.Charge(fields.Count * 16L);
        for (var i = 0; i < fields.Count; i++)
        {
            run.Step();
            var value = Call(function, fields.Values[i], fields.Names[i], args[0], run);
            if (!value.IsUndefined)
            {
                result.Add(value);
            }
        }

        return JsonataValue.Of(result);
    }

    public static JsonataValue Sift(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).Object is not { Count: > 0 } fields)
        {
            return default;
        }

        var function = Function(args, 1);
        run.Charge(fields.Count * 16L);
        var result = new JsonataObject();
        for (var i = 0; i < fields.Count; i++)
        {
            run.Step();
            if (Truth.Of(Call(function, fields.Values[i], fields.Names[i], args[0], run)))
            {
                result.Set(fields.Names[i], fields.Values[i]);
            }
        }

        return result.Count > 0 ? JsonataValue.Of(result) : default;
    }

    private static JFunction Function(ReadOnlySpan<JsonataValue> args, int index) =>
        args.At(index).Function ?? throw new JsonataException("T0410", value: args.At(index), index: index + 1);

    private static JsonataValue Call(JFunction function, JsonataValue value, int index, JsonataValue whole, Run run) =>
        function.Arity < 2
            ? function.Invoke([value], JsonataValue.Null, run)
            : Call(function, value, JsonataValue.Of((double)index), whole, run);

    private static JsonataValue Call(
        JFunction function,
        JsonataValue value,
        string name,
        JsonataValue whole,
        Run run
    ) =>
        function.Arity < 2
            ? function.Invoke([value], JsonataValue.Null, run)
            : Call(function, value, JsonataValue.Of(name), whole, run);

    private static JsonataValue Call(
        JFunction function,
        JsonataValue value,
        JsonataValue key,
        JsonataValue whole,
        Run run
    ) =>
        function.Arity == 2
            ? function.Invoke([value, key], JsonataValue.Null, run)
            : function.Invoke([value, key, whole], JsonataValue.Null, run);

    [InlineArray(4)]
    private struct Four
    {
        private JsonataValue _first;
    }
}
