using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>What a built-in function does. Its arguments have passed the signature; missing ones are nothing.</summary>
public delegate JsonataValue BuiltinBody(ReadOnlySpan<JsonataValue> args, Run run);

/// <summary>A function of the language.</summary>
/// <param name="name">Name without the $.</param>
/// <param name="arity">Number of parameters.</param>
/// <param name="signature">What arguments it takes; null for any.</param>
/// <param name="body">What it does.</param>
public sealed class Builtin(string name, int arity, Signature? signature, BuiltinBody body) : JFunction
{
    /// <summary>Name without the $.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public override int Arity { get; } = arity;

    /// <summary>Whether arguments pass the signature.</summary>
    internal bool Takes(ReadOnlySpan<JsonataValue> args)
    {
        try
        {
            _ = signature is null || !signature.Validate(args, JsonataValue.Null).IsEmpty;
            return true;
        }
        catch (JsonataException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override JsonataValue Invoke(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run) =>
        body(signature is null ? args : signature.Validate(args, context), run);
}
