using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Types of a function's parameters, as in <c>&lt;s-n?:s&gt;</c>.</summary>
public sealed class Signature
{
    /// <summary>Reads a signature with its angle brackets.</summary>
    /// <exception cref="Errors.JsonataException">S0401, S0402.</exception>
    public static Signature Parse(string text) => throw new NotImplementedException();

    /// <summary>The arguments as the body takes them: context filled in, single values wrapped where an array is wanted.</summary>
    /// <exception cref="Errors.JsonataException">T0410, T0411, T0412.</exception>
    public ReadOnlySpan<JsonataValue> Validate(ReadOnlySpan<JsonataValue> args, JsonataValue context) =>
        throw new NotImplementedException();
}
