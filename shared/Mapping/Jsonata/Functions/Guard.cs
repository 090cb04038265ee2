using System.Runtime.CompilerServices;
using IntegrationFunctions.Mapping.Jsonata.Errors;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Stops recursion before the stack ends.</summary>
internal static class Guard
{
    /// <exception cref="JsonataException">U1001: values nested too deeply.</exception>
    public static void Stack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new JsonataException("U1001", text: "A value is nested too deeply.");
        }
    }
}
