namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>A regular expression of JavaScript in .NET's syntax.</summary>
/// <param name="Pattern">For .NET.</param>
/// <param name="Groups">Capturing groups; they are numbered as in JavaScript, the named ones too.</param>
/// <param name="NeedsBacktracking">It looks around or refers back, which only a backtracking engine can do.</param>
/// <param name="Risk">How long a backtracking engine could take.</param>
internal sealed record RegexTranslation(string Pattern, int Groups, bool NeedsBacktracking, RegexRisk Risk);

/// <summary>How the time of a backtracking engine grows with the length of the text.</summary>
internal enum RegexRisk
{
    /// <summary>Hardly more than the text does.</summary>
    Little,

    /// <summary>With a power of it: nothing to fear in short texts.</summary>
    Power,

    /// <summary>Exponentially.</summary>
    Exponential,
}
