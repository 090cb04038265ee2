using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>A function: built in, a lambda, partially applied, or a regular expression. All of them are values.</summary>
public abstract class JFunction() : ValueNode(JsonataKind.Function)
{
    /// <summary>Number of parameters that it names; functions of higher order pass no more than these.</summary>
    public abstract int Arity { get; }

    /// <summary>Calls it to the end; tail calls are run out.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="context">What stands for a missing argument where the signature says so; nothing when another function calls it.</param>
    /// <param name="run">The evaluation that this belongs to.</param>
    /// <exception cref="Errors.JsonataException">An argument does not fit, or the function says so.</exception>
    public abstract JsonataValue Invoke(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run);
}
