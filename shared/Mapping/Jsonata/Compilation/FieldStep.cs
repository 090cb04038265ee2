using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>A field by its name. It remembers where the name stood in the last shape that it saw: objects of one kind are asked once.</summary>
internal sealed class FieldStep(string name)
{
    private Place _last = new(null, -1);

    public string Name => name;

    /// <summary>The field of an object; nothing where it has none.</summary>
    public JsonataValue Of(JsonataObject fields)
    {
        var last = _last;
        var shape = fields.Shape;
        if (!ReferenceEquals(last.Shape, shape))
        {
            last = Find(shape);
        }
        return last.Index < 0 ? default : fields.At(last.Index);
    }

    /// <summary>The field of a value; of an array, the fields of its elements.</summary>
    public JsonataValue Of(JsonataValue value, Run run)
    {
        if (value.Object is { } fields)
        {
            return Sequences.Collapse(Of(fields));
        }
        if (value.Array is not { } array)
        {
            return default;
        }
        var found = JsonataArray.Sequence();
        Collect(array, found, run);
        return Sequences.Collapse(JsonataValue.Of(found));
    }

    private void Collect(JsonataArray array, JsonataArray into, Run run)
    {
        Guard.Stack();
        foreach (var item in array.Items)
        {
            run.Step();
            if (item.Array is { } inner)
            {
                Collect(inner, into, run);
            }
            else if (item.Object is { } fields && Of(fields) is { IsUndefined: false } value)
            {
                Sequences.AddAll(value, into, run);
            }
        }
    }

    private Place Find(Shape shape)
    {
        var place = new Place(shape, shape.IndexOf(name));
        if (shape.Owner is null)
        {
            // Both halves at once: another thread sees the one place or the other.
            _last = place;
        }
        return place;
    }

    private sealed record Place(Shape? Shape, int Index);
}
