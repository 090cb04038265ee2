using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>What | pattern | update, delete | does.</summary>
internal sealed record TransformCode(
    Eval Pattern,
    Eval Update,
    int UpdatePosition,
    Eval? Delete,
    int DeletePosition,
    int Position
);

/// <summary>A transform: a copy of its argument in which the places of a pattern are updated.</summary>
internal sealed class TransformFunction(TransformCode code, Frame scope) : JFunction
{
    private static readonly Signature Signature = Signature.Parse("<(oa):o>");

    public override int Arity => 1;

    public override JsonataValue Invoke(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run)
    {
        var valid = Signature.Validate(args, context);
        if (valid.IsEmpty || valid[0].IsUndefined)
        {
            return default;
        }
        if (Variables.Find("clone", scope).Function is not { } clone)
        {
            throw new JsonataException("T2013", position: code.Position);
        }
        run.Enter(1);
        var copy = clone.Invoke([valid[0]], JsonataValue.Null, run);
        var found = code.Pattern(copy, scope, run);
        if (!found.IsUndefined)
        {
            foreach (var match in Sequences.Of(found).Items)
            {
                run.Step();
                Change(match, run);
            }
        }
        run.Leave(1);
        return copy;
    }

    // The objects are the copy's own: nobody else has seen them.
    private void Change(JsonataValue match, Run run)
    {
        var update = code.Update(match, scope, run);
        if (!update.IsUndefined)
        {
            if (update.Object is not { } news)
            {
                throw new JsonataException("T2011", position: code.UpdatePosition, value: update);
            }
            for (var i = 0; i < news.Count; i++)
            {
                run.Charge(16);
                match.Object?.Set(news.Names[i], news.Values[i]);
            }
        }
        if (code.Delete is null || code.Delete(match, scope, run) is not { IsUndefined: false } deletions)
        {
            return;
        }
        foreach (var name in Sequences.Of(deletions).Items)
        {
            if (!name.IsString)
            {
                throw new JsonataException("T2012", position: code.DeletePosition, value: deletions);
            }
        }
        foreach (var name in Sequences.Of(deletions).Items)
        {
            run.Step();
            match.Object?.Remove(name.AsString()!);
        }
    }
}
