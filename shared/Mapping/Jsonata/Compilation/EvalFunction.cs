using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Syntax;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>$eval: an expression in a string, evaluated where $eval is named; what it binds stays bound there.</summary>
internal sealed class EvalFunction(Frame scope) : JFunction
{
    /// <summary>Its name.</summary>
    public const string Name = "eval";

    // What one expression evaluates is mostly one text, again and again.
    private static readonly BoundedCache<Eval> Compiled = new();
    private static readonly Signature Signature = Signature.Parse("<sx?:x>");

    public override int Arity => 2;

    /// <exception cref="JsonataException">D3120: it can't be read. D3121: it went wrong.</exception>
    public override JsonataValue Invoke(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run)
    {
        var valid = Signature.Validate(args, context);
        if (valid.IsEmpty || valid[0].AsString() is not { } text)
        {
            return default;
        }
        // Where it is called, not where it is named: nothing is known of that to a function it was handed to.
        var on = context;
        if (valid.Length > 1 && !valid[1].IsUndefined)
        {
            on = valid[1].Array is { IsSequence: false }
                ? JsonataValue.Of(new JsonataArray([valid[1]]) { IsSequence = true, IsOuterWrapper = true })
                : valid[1];
        }
        run.Charge(text.Length * 50L);
        var code = Compile(text);
        run.Enter(1);
        JsonataException failure;
        try
        {
            var result = code(on, scope, run);
            run.Leave(1);
            return result;
        }
        catch (JsonataException error) when (error.Code != "U1001")
        {
            failure = error;
        }
        // Behind the catch, where the stack of what has failed is free again.
        throw new JsonataException("D3121", value: JsonataValue.Of(failure.Message), cause: failure);
    }

    private static Eval Compile(string text)
    {
        try
        {
            return Compiled.Get(text, static one => Compiler.Compile(Parser.Parse(one), knowsScope: false));
        }
        catch (JsonataException error)
        {
            throw new JsonataException("D3120", value: JsonataValue.Of(error.Message), cause: error);
        }
    }
}
