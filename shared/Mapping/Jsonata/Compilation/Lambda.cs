using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>A function of an expression, with the scope in which it was written.</summary>
internal sealed class Lambda(string[] parameters, Eval body, Signature? signature, JsonataValue input, Frame scope)
    : JFunction
{
    public override int Arity => parameters.Length;

    public override JsonataValue Invoke(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run) =>
        TailCall.Finish(Begin(args, context, run), context, run);

    /// <summary>Calls it on the stack of its caller; where it ends with a call, that call is the result.</summary>
    public JsonataValue Begin(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run)
    {
        run.Enter(0);
        return Once(args, context, run);
    }

    /// <summary>Calls it; where it ends with a call, that call is the result.</summary>
    public JsonataValue Once(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run)
    {
        if (signature is not null)
        {
            args = signature.Validate(args, context);
        }
        var values = new JsonataValue[parameters.Length];
        args[..Math.Min(args.Length, values.Length)].CopyTo(values);
        run.Charge(64 + (values.Length * 16L));
        return body(input, new Frame(scope, parameters, values), run);
    }

    /// <summary>The same with some of its arguments given; null stands for those that are not.</summary>
    public Lambda Partial(JsonataValue?[] args)
    {
        var bound = new Frame(scope);
        var open = new List<string>();
        for (var i = 0; i < parameters.Length; i++)
        {
            if (i < args.Length && args[i] is null)
            {
                open.Add(parameters[i]);
            }
            else
            {
                bound.Bind(parameters[i], i < args.Length ? args[i]!.Value : default);
            }
        }
        return new Lambda([.. open], body, null, input, bound);
    }
}

/// <summary>A call that a lambda ends with; whoever called the lambda makes it, so that recursion needs no stack.</summary>
internal sealed class TailCall(CallCode call, JsonataValue input, Frame frame) : ValueNode(JsonataKind.Function)
{
    /// <summary>Makes calls until there is a value.</summary>
    public static JsonataValue Finish(JsonataValue result, JsonataValue context, Run run)
    {
        while (result.As<TailCall>() is { } next)
        {
            run.Step();
            result = next.Make(context, run);
        }
        return result;
    }

    private JsonataValue Make(JsonataValue context, Run run)
    {
        var function = call.Procedure(input, frame, run).Function;
        var args = new JsonataValue[call.Args.Length];
        for (var i = 0; i < args.Length; i++)
        {
            args[i] = call.Args[i](input, frame, run);
        }
        try
        {
            return function switch
            {
                Lambda lambda => lambda.Once(args, context, run),
                not null => function.Invoke(args, context, run),
                null => throw new JsonataException("T1006"),
            };
        }
        catch (JsonataException error) when (error.InCall(call.ProcedurePosition, call.Name, function).IsHandled)
        {
            throw;
        }
    }
}

/// <summary>A function that was handed to another: it no longer knows the context of where it was named.</summary>
internal sealed class HandedFunction(JFunction function) : JFunction
{
    public override int Arity => function.Arity;

    public static JsonataValue Of(JsonataValue value) =>
        value.Function is { } function and not HandedFunction ? JsonataValue.Of(new HandedFunction(function)) : value;

    public override JsonataValue Invoke(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run) =>
        function.Invoke(args, JsonataValue.Null, run);
}

/// <summary>A function that is no lambda, with some of its arguments given; null stands for those that are not.</summary>
internal sealed class PartialFunction(JFunction function, JsonataValue?[] given) : JFunction
{
    public override int Arity { get; } = given.Count(arg => arg is null);

    public override JsonataValue Invoke(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run)
    {
        var all = new JsonataValue[given.Length];
        var next = 0;
        for (var i = 0; i < all.Length; i++)
        {
            all[i] =
                given[i] is { } arg ? arg
                : next < args.Length ? args[next++]
                : default;
        }
        // The reference forgets the signature here. What nothing is given to mostly gives nothing, whatever the other arguments are.
        return function is Builtin builtin && all.Length > 0 && all[0].IsUndefined && !builtin.Takes(all)
            ? default
            : function.Invoke(all, context, run);
    }
}

/// <summary>One function after another, as ~> chains them.</summary>
internal sealed class ChainedFunction(JFunction first, JFunction second) : JFunction
{
    public override int Arity => 1;

    public override JsonataValue Invoke(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run)
    {
        run.Enter(2);
        var between = first.Invoke(args.IsEmpty ? [default] : args[..1], JsonataValue.Null, run);
        var result = second.Invoke([Sequences.Collapse(between)], JsonataValue.Null, run);
        run.Leave(2);
        return Sequences.Collapse(result);
    }
}
