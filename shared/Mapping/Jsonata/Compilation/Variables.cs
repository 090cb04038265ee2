using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>Variables by name: those of the scopes, and behind them the functions of the language.</summary>
internal static class Variables
{
    /// <summary>The function of the language of this name; nothing where there is none.</summary>
    public static JsonataValue Language(string name) => JsonataValue.Of(Builtins.Find(name));

    /// <summary>Looks a name up, from the innermost scope on.</summary>
    public static JsonataValue Find(string name, Frame frame) =>
        name == "$" ? frame.Root.Input
        : frame.TryFind(name, out var value) ? value
        : Language(name);

    /// <summary>Whether a name has a value.</summary>
    public static bool Exists(string name, Frame frame) => name == EvalFunction.Name || !Find(name, frame).IsUndefined;
}
