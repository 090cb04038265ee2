using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>A filter of a step, or the variable that its index goes to.</summary>
internal readonly record struct StageCode(FilterCode? Filter, string? Index);

/// <summary>A step of a path.</summary>
internal sealed class PathStep
{
    /// <summary>The field, where the step is a name.</summary>
    public FieldStep? Field { get; init; }

    /// <summary>What is evaluated for each value; null in an order.</summary>
    public Eval? Code { get; init; }

    /// <summary>The order, where the step is one.</summary>
    public SortCode? Sort { get; init; }

    public StageCode[] Stages { get; init; } = [];

    /// <summary>Variable that the step's result goes to, while the value stays.</summary>
    public string? Focus { get; init; }

    /// <summary>Variable that the index of the step's result goes to.</summary>
    public string? Index { get; init; }

    /// <summary>Variable that the step's input goes to.</summary>
    public string? Ancestor { get; init; }

    public bool IsTuple { get; init; }

    /// <summary>An array at the beginning, which is not made for each element of the input.</summary>
    public bool IsConstructed { get; init; }

    /// <summary>Nothing but a name.</summary>
    public bool IsPlain => Field is not null && Stages.Length == 0 && !IsTuple;

    /// <summary>The step for one value, filtered.</summary>
    public JsonataValue Of(JsonataValue value, Frame frame, Run run)
    {
        var result = Field is not null ? Field.Of(value, run) : Code!(value, frame, run);
        for (var i = 0; i < Stages.Length; i++)
        {
            if (i > 0 && result.IsUndefined)
            {
                return default;
            }
            result = Stages[i].Filter!.Apply(result, frame, run);
        }
        return result;
    }

    /// <summary>The step's filters and indexes for values that carry variables.</summary>
    public TupleStream Staged(TupleStream stream, Frame frame, Run run)
    {
        foreach (var stage in Stages)
        {
            if (stage.Filter is not null)
            {
                stream = stage.Filter.Apply(JsonataValue.Of(stream), frame, run).As<TupleStream>()!;
                continue;
            }
            for (var i = 0; i < stream.Items.Count; i++)
            {
                stream.Items[i].Bind(stage.Index!, JsonataValue.Of((double)i));
            }
        }
        return stream;
    }
}
