using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Equality by content: names of objects in any order, numbers by their value, functions only with themselves.</summary>
internal sealed class DeepEquality(Run run) : IEqualityComparer<JsonataValue>
{
    public bool Equals(JsonataValue x, JsonataValue y) => AreEqual(x, y, run);

    /// <summary>The same for all objects of as many names, whatever their order.</summary>
    public int GetHashCode(JsonataValue obj) =>
        obj.Kind switch
        {
            JsonataKind.Number => obj.AsDouble.GetHashCode(),
            JsonataKind.String => string.GetHashCode(obj.AsString()),
            JsonataKind.Boolean => obj.AsBoolean ? 1 : 2,
            JsonataKind.Array => HashOf(obj.Array!),
            JsonataKind.Object => HashOf(obj.Object!),
            _ => (int)obj.Kind,
        };

    public static bool AreEqual(JsonataValue left, JsonataValue right, Run run)
    {
        if (left.Kind != right.Kind)
        {
            return false;
        }

        switch (left.Kind)
        {
            case JsonataKind.Undefined or JsonataKind.Null:
                return true;
            case JsonataKind.Boolean:
                return left.AsBoolean == right.AsBoolean;
            case JsonataKind.Number:
                return run.Decimals && left.TryDecimal(out var exactLeft) && right.TryDecimal(out var exactRight)
                    ? exactLeft == exactRight
                    : left.AsDouble == right.AsDouble;
            case JsonataKind.String:
                return left.IsText(right);
            case JsonataKind.Array:
                return left.IsSameAs(right) || AreEqual(left.Array!, right.Array!, run);
            case JsonataKind.Object:
                return left.IsSameAs(right) || AreEqual(left.Object!, right.Object!, run);
            default:
                return left.IsSameAs(right);
        }
    }

    private static bool AreEqual(JsonataArray left, JsonataArray right, Run run)
    {
        Guard.Stack();
        var ours = left.Items;
        var theirs = right.Items;
        if (ours.Length != theirs.Length)
        {
            return false;
        }

        for (var i = 0; i < ours.Length; i++)
        {
            run.Step();
            if (!AreEqual(ours[i], theirs[i], run))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqual(JsonataObject left, JsonataObject right, Run run)
    {
        Guard.Stack();
        if (left.Count != right.Count)
        {
            return false;
        }

        var names = left.Names;
        var values = left.Values;
        var sameShape = ReferenceEquals(left.Shape, right.Shape);
        for (var i = 0; i < values.Length; i++)
        {
            run.Step();
            JsonataValue other = default;
            if (sameShape)
            {
                other = right.Values[i];
            }
            else if (!right.TryGet(names[i], out other))
            {
                return false;
            }

            if (!AreEqual(values[i], other, run))
            {
                return false;
            }
        }

        return true;
    }

    private int HashOf(JsonataArray array)
    {
        Guard.Stack();
        var hash = new HashCode();
        foreach (var item in array.Items)
        {
            run.Step();
            hash.Add(GetHashCode(item));
        }

        return hash.ToHashCode();
    }

    private int HashOf(JsonataObject fields)
    {
        Guard.Stack();
        var hash = fields.Count;
        var names = fields.Names;
        var values = fields.Values;
        for (var i = 0; i < values.Length; i++)
        {
            run.Step();
            hash += HashCode.Combine(string.GetHashCode(names[i]), GetHashCode(values[i]));
        }

        return hash;
    }
}
