using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>What counts as true.</summary>
internal static class Truth
{
    /// <summary>As $boolean has it: zero, empty strings, empty objects, null, functions and arrays with nothing true in them are false.</summary>
    public static bool Of(JsonataValue value)
    {
        switch (value.Kind)
        {
            case JsonataKind.Boolean:
                return value.AsBoolean;
            case JsonataKind.String:
                return value.IsSlice ? value.Slice.Length > 0 : value.AsString()!.Length > 0;
            case JsonataKind.Number:
                Stringify.RefuseInfinite(value);
                return value.AsDouble is not (0 or double.NaN);
            case JsonataKind.Object:
                return value.Object!.Count > 0;
            case JsonataKind.Array:
                Guard.Stack();
                foreach (var item in value.Array!.Items)
                {
                    if (Of(item))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }

    /// <summary>As JavaScript has it: arrays, objects and functions are always true.</summary>
    public static bool OfScript(JsonataValue value) =>
        value.Kind is JsonataKind.Array or JsonataKind.Object or JsonataKind.Function
        || (value.Kind != JsonataKind.Null && Of(value));
}
