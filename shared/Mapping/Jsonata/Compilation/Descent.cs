using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>The wildcards: what is within a value.</summary>
internal static class Descent
{
    /// <summary>*: the values of an object; those that are arrays are flattened.</summary>
    public static JsonataValue Children(JsonataValue input, Run run)
    {
        if (input.Array is { IsOuterWrapper: true, Count: > 0 } wrapper)
        {
            input = wrapper[0];
        }
        var results = JsonataArray.Sequence();
        var values =
            input.Object is { } fields ? fields.Values
            : input.Array is { } array ? array.Items
            : [];
        foreach (var value in values)
        {
            run.Step();
            AddFlat(value, results, run);
        }
        return JsonataValue.Of(results);
    }

    /// <summary>**: the value, and all that is within it at whatever depth; arrays are only gone through.</summary>
    public static JsonataValue All(JsonataValue input, Run run)
    {
        if (input.IsUndefined)
        {
            return default;
        }
        var results = JsonataArray.Sequence();
        Collect(input, results, run);
        return results.Count == 1 ? results[0] : JsonataValue.Of(results);
    }

    private static void AddFlat(JsonataValue value, JsonataArray into, Run run)
    {
        if (value.Array is not { } array)
        {
            run.Charge(16);
            into.Add(value);
            return;
        }
        Guard.Stack();
        foreach (var item in array.Items)
        {
            run.Step();
            AddFlat(item, into, run);
        }
    }

    private static void Collect(JsonataValue value, JsonataArray into, Run run)
    {
        Guard.Stack();
        run.Step();
        if (value.Array is { } array)
        {
            foreach (var item in array.Items)
            {
                Collect(item, into, run);
            }
            return;
        }
        run.Charge(16);
        into.Add(value);
        if (value.Object is { } fields)
        {
            foreach (var field in fields.Values)
            {
                Collect(field, into, run);
            }
        }
    }
}
