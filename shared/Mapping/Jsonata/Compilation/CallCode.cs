using System.Runtime.CompilerServices;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>A call.</summary>
/// <param name="procedure">What is called.</param>
/// <param name="procedurePosition">Where that stands.</param>
/// <param name="args">The arguments.</param>
/// <param name="name">Name of what is called, for errors.</param>
/// <param name="isPath">It is called by a name without $, which is forgotten most often.</param>
/// <param name="position">Where the call stands.</param>
/// <param name="levels">How many expressions deep it stands in its lambda.</param>
internal sealed class CallCode(
    Eval procedure,
    int procedurePosition,
    Eval[] args,
    string? name,
    bool isPath,
    int position,
    int levels
)
{
    public Eval Procedure => procedure;

    public int ProcedurePosition => procedurePosition;

    public Eval[] Args => args;

    public string? Name => name;

    /// <summary>Calls it.</summary>
    public JsonataValue Evaluate(JsonataValue input, Frame frame, Run run) => Call(default, false, input, frame, run);

    /// <summary>Calls it with a value before the arguments, as ~> does.</summary>
    public JsonataValue EvaluateWith(JsonataValue first, JsonataValue input, Frame frame, Run run) =>
        Call(first, true, input, frame, run);

    /// <summary>Leaves the call to whoever called the lambda around it.</summary>
    public JsonataValue Defer(JsonataValue input, Frame frame, Run run)
    {
        run.Charge(64);
        return JsonataValue.Of(new TailCall(this, input, frame));
    }

    private JsonataValue Call(JsonataValue first, bool hasFirst, JsonataValue input, Frame frame, Run run)
    {
        var callee = procedure(input, frame, run);
        if (callee.IsUndefined && isPath && name is not null && Variables.Exists(name, frame))
        {
            throw new JsonataException("T1005", name, position);
        }
        run.Enter(levels);
        var count = args.Length + (hasFirst ? 1 : 0);
        var few = default(FewArgs);
        var values = count <= FewArgs.Most ? ((Span<JsonataValue>)few)[..count] : new JsonataValue[count];
        var at = 0;
        if (hasFirst)
        {
            values[at++] = first;
        }
        var function = callee.Function;
        foreach (var arg in args)
        {
            var value = arg(input, frame, run);
            // The functions of the language call what they are handed without a context anyway.
            values[at++] =
                value.Kind == JsonataKind.Function && function is not Builtin ? HandedFunction.Of(value) : value;
        }
        JsonataValue deferred;
        try
        {
            if (function is null)
            {
                throw new JsonataException("T1006");
            }
            var result = function is Lambda lambda
                ? lambda.Begin(values, input, run)
                : function.Invoke(values, input, run);
            if (result.Kind != JsonataKind.Function || result.As<TailCall>() is null)
            {
                run.Leave(levels);
                return result;
            }
            deferred = result;
        }
        catch (JsonataException error)
            when ((
                    function is null or HandedFunction
                        ? error.At(position, name)
                        : error.InCall(position, name, function)
                ).IsHandled
            )
        {
            throw;
        }
        return Finish(deferred, input, run);
    }

    // What goes wrong in a call that the function has ended with has a position of its own.
    private JsonataValue Finish(JsonataValue deferred, JsonataValue input, Run run)
    {
        try
        {
            var result = TailCall.Finish(deferred, input, run);
            run.Leave(levels);
            return result;
        }
        catch (JsonataException error) when (error.At(position, name).IsHandled)
        {
            throw;
        }
    }

    /// <summary>Arguments on the stack.</summary>
    [InlineArray(Most)]
    private struct FewArgs
    {
        public const int Most = 4;
        private JsonataValue _first;
    }
}
