using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>A compiled expression: its value for an input, in a scope.</summary>
internal delegate JsonataValue Eval(JsonataValue input, Frame frame, Run run);
