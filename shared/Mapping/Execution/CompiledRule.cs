using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Formats;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Execution;

/// <summary>A rule, ready to be applied.</summary>
internal sealed record CompiledRule(MappingRule Rule, string Pointer, string[] Target)
{
    public string[]? Source { get; init; }

    public JsonataExpression? Expression { get; init; }

    public JsonataExpression? Condition { get; init; }

    public JsonataExpression? Back { get; init; }

    public string[]? BackTo { get; init; }

    public JsonataValue Constant { get; init; }

    public JsonataValue Default { get; init; }

    public CompiledValueMap? ValueMap { get; init; }

    public IReadOnlyList<IValueFormat> Formats { get; init; } = [];

    /// <summary>The rules for each entry, where the rule makes a list.</summary>
    public IReadOnlyList<CompiledRule>? Rules { get; init; }

    /// <summary>The target is text in which digits are kept: a number that comes out is written as one.</summary>
    public bool IsAmount { get; init; }
}
