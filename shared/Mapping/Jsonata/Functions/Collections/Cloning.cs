using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>$clone: copies that go through JSON in the reference, so doubles lose what is beyond 15 digits and functions become "".</summary>
internal static class Cloning
{
    public static JsonataValue Clone(ReadOnlySpan<JsonataValue> args, Run run)
    {
        var value = args.At(0);
        return Copy(value.Array is { IsOuterWrapper: true, Count: > 0 } wrapper ? wrapper[0] : value, run);
    }

    private static JsonataValue Copy(JsonataValue value, Run run)
    {
        switch (value.Kind)
        {
            case JsonataKind.Function:
                return JsonataValue.Of("");
            case JsonataKind.Number when !value.IsSlice && !value.IsDecimal:
                Stringify.RefuseInfinite(value);
                return double.IsNaN(value.AsDouble)
                    ? JsonataValue.Null
                    : JsonataValue.Of(NumberText.Rounded(value.AsDouble));
            case JsonataKind.Array:
                return JsonataValue.Of(CopyArray(value.Array!, run));
            case JsonataKind.Object:
                return JsonataValue.Of(CopyObject(value.Object!, run));
            default:
                return value;
        }
    }

    private static JsonataArray CopyArray(JsonataArray array, Run run)
    {
        Guard.Stack();
        run.Charge(32 + (array.Count * 16L));
        var copy = new JsonataArray(array.Count);
        foreach (var item in array.Items)
        {
            run.Step();
            copy.Add(item.IsUndefined ? JsonataValue.Null : Copy(item, run));
        }

        return copy;
    }

    private static JsonataObject CopyObject(JsonataObject fields, Run run)
    {
        Guard.Stack();
        run.Charge(48 + (fields.Count * 16L));
        var copy = new JsonataObject(fields.Count);
        for (var i = 0; i < fields.Count; i++)
        {
            run.Step();
            if (!fields.Values[i].IsUndefined)
            {
                copy.Set(fields.Names[i], Copy(fields.Values[i], run));
            }
        }

        return copy;
    }
}
