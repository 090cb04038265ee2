using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Names and values of objects.</summary>
internal static class ObjectFunctions
{
    public static JsonataValue Keys(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var value = args.At(0);
        if (value.Array is { } array)
        {
            var merged = new JsonataObject();
            MergeKeys(array, merged, run);
            return JsonataValue.Of(KeysOf(merged, run));
        }

        return JsonataValue.Of(value.Object is { } fields ? KeysOf(fields, run) : JsonataArray.Sequence());
    }

    public static JsonataValue Lookup(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var value = args.At(0);
        if (value.Array is null && value.Object is null)
        {
            return default;
        }

        var sought = args.At(1);
        if (value.Object is { } one && sought.IsString)
        {
            return one.Of(sought);
        }

        return sought.AsString() is { } name ? LookupIn(value, name, run) : default;
    }

    public static JsonataValue Spread(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var value = args.At(0);
        if (value.Object is { } fields)
        {
            var single = JsonataArray.Sequence(fields.Count);
            SpreadObject(fields, single, run);
            return JsonataValue.Of(single);
        }

        if (value.Array is not { } array)
        {
            return value;
        }

        var result = new JsonataArray(array.Count);
        return JsonataValue.Of(SpreadArray(array, result, run) ? result : JsonataArray.Sequence());
    }

    public static JsonataValue Merge(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (args.At(0).Array is not { } objects)
        {
            return default;
        }

        if (objects.Count == 0)
        {
            return JsonataValue.Of(new JsonataObject());
        }

        var result = objects[0].Object!.Copy();
        run.Charge(result.Count * 16L);
        foreach (var item in objects.Items[1..])
        {
            run.Step();
            var fields = item.Object!;
            run.Charge(fields.Count * 16L);
            for (var i = 0; i < fields.Count; i++)
            {
                result.Set(fields.Names[i], fields.Values[i]);
            }
        }

        return JsonataValue.Of(result);
    }

    private static JsonataArray KeysOf(JsonataObject fields, Run run)
    {
        run.Charge(fields.Count * 16L);
        var keys = JsonataArray.Sequence(fields.Count);
        foreach (var name in fields.Names)
        {
            keys.Add(JsonataValue.Of(name));
        }

        return keys;
    }

    private static void MergeKeys(JsonataArray array, JsonataObject into, Run run)
    {
        Guard.Stack();
        foreach (var item in array.Items)
        {
            run.Step();
            if (item.Array is { } inner)
            {
                MergeKeys(inner, into, run);
            }
            else if (item.Object is { } fields && !ReferenceEquals(fields.Shape, into.Shape))
            {
                foreach (var name in fields.Names)
                {
                    into.Set(name, JsonataValue.True);
                }
            }
        }
    }

    private static JsonataValue LookupIn(JsonataValue value, string name, Run run)
    {
        if (value.Array is not { } array)
        {
            return value.Object is { } fields ? fields[name] : default;
        }

        Guard.Stack();
        run.Charge(array.Count * 16L);
        var result = JsonataArray.Sequence();
        foreach (var item in array.Items)
        {
            run.Step();
            var found = LookupIn(item, name, run);
            if (found.Array is { } several)
            {
                run.Charge(several.Count * 16L);
                foreach (var one in several.Items)
                {
                    result.Add(one);
                }
            }
            else if (!found.IsUndefined)
            {
                result.Add(found);
            }
        }

        return JsonataValue.Of(result);
    }

    private static void SpreadObject(JsonataObject fields, JsonataArray into, Run run)
    {
        run.Charge(fields.Count * 80L);
        for (var i = 0; i < fields.Count; i++)
        {
            var single = new JsonataObject(1);
            single.Set(fields.Names[i], fields.Values[i]);
            into.Add(JsonataValue.Of(single));
        }
    }

    // False where nothing was spread: then the result is still the sequence that the reference began with.
    private static bool SpreadArray(JsonataArray array, JsonataArray into, Run run)
    {
        Guard.Stack();
        var any = false;
        foreach (var item in array.Items)
        {
            run.Step();
            if (item.Array is { } inner)
            {
                SpreadArray(inner, into, run);
            }
            else if (item.Object is { } fields)
            {
                SpreadObject(fields, into, run);
            }
            else if (!item.IsUndefined)
            {
                run.Charge(16);
                into.Add(item);
            }

            any |= !item.IsUndefined;
        }

        return any;
    }
}
