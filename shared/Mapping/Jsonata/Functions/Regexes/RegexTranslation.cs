namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>A regular expression of JavaScript in .NET's syntax.</summary>
/// <param name="Pattern">For .NET.</param>
/// <param name="Groups">Capturing groups; they are numbered as in JavaScript, the named ones too.</param>
/// <param name="NeedsBacktracking">It looks around or refers back, which only a backtracking engine can do.</param>
/// <param name="Risky">A backtracking engine could take far longer than the text is long.</param>
internal sealed record RegexTranslation(string Pattern, int Groups, bool NeedsBacktracking, bool Risky);
