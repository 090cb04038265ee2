using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>A regular expression. Called with a string it gives its first match: match, start, end, groups and next.</summary>
/// <param name="pattern">Pattern in JavaScript's syntax.</param>
/// <param name="flags">i and m.</param>
public sealed class RegexFunction(string pattern, string flags) : JFunction
{
    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override JsonataValue Invoke(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run) =>
        throw new NotImplementedException(pattern + flags);
}
