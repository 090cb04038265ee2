using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>The functions of the language by name. $eval is not here: it needs the compiler.</summary>
public static class Builtins
{
    /// <summary>The function of a name without its $; null where there is none.</summary>
    public static JFunction? Find(string name) => null;
}
