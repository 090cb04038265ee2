using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Values;
using IntegrationFunctions.Mapping.Models;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Mapping.Execution;

/// <summary>A mapping that was checked and is ready. It keeps no state: threads may share it.</summary>
public sealed class CompiledMapping
{
    private readonly JsonataExpression? _condition;

    internal CompiledMapping(
        MappingDefinition definition,
        CanonicalModel target,
        JsonataExpression? condition,
        IReadOnlyList<CompiledRule> rules
    )
    {
        (Definition, Target, _condition, Rules) = (definition, target, condition, rules);
    }

    /// <summary>What it was made of.</summary>
    public MappingDefinition Definition { get; }

    /// <summary>The model of its results.</summary>
    public CanonicalModel Target { get; }

    internal IReadOnlyList<CompiledRule> Rules { get; }

    /// <summary>Makes a mapping ready, or says all that is wrong with it (<c>mapping-invalid</c>, with pointers into it).</summary>
    /// <param name="definition">The mapping.</param>
    /// <param name="sharedMaps">Finds the value maps that the mapping does not bring along; null for none.</param>
    public static (CompiledMapping? Mapping, IReadOnlyList<IntegrationError> Errors) Compile(
        MappingDefinition definition,
        Func<string, ValueMap?>? sharedMaps = null
    ) => new CompileMapping(definition, sharedMaps ?? (_ => null)).Run();

    /// <summary>Maps a record. Faults are told and not thrown.</summary>
    /// <param name="record">The record, an object.</param>
    /// <param name="explain">Whether to say where each field comes from.</param>
    /// <param name="key">The record's key at its source, <c>$key</c> in expressions; null where it has none.</param>
    public MappingResult Apply(JsonataValue record, bool explain = false, string? key = null) =>
        new ApplyMapping(this, record, key, explain).Run(_condition);

    /// <summary>What the fields that go back make of a target record: the fields of the source that they are for, and no others.</summary>
    public MappingResult Back(JsonataValue target) => new ApplyBack(this, target).Run();

    /// <summary>Whether any field is declared two-way.</summary>
    public bool GoesBack => Rules.Any(IsTwoWay);

    /// <summary>Fields declared two-way that a record does not get back as they were.</summary>
    public IReadOnlyList<RoundTripFault> CheckRoundTrip(JsonataValue record, string? key = null) =>
        Execution.CheckRoundTrip.Run(this, record, key);

    /// <summary>What in a result does not fit its model.</summary>
    public async Task<IReadOnlyList<MappingFault>> Validate(JsonataValue target) =>
        ValidateResult.Run(await Target.Schema().ConfigureAwait(false), target, field => RuleOf(field, Rules));

    private static bool IsTwoWay(CompiledRule rule) => rule.Rule.TwoWay || (rule.Rules ?? []).Any(IsTwoWay);

    // The rule whose target is the field, or around it.
    private static string? RuleOf(string field, IReadOnlyList<CompiledRule> rules)
    {
        foreach (var rule in rules)
        {
            var target = "/" + string.Join('/', rule.Target);
            if (field == target || field.StartsWith(target + "/", StringComparison.Ordinal))
            {
                var within = field[target.Length..].TrimStart('/');
                var entry = within.IndexOf('/', StringComparison.Ordinal);
                return (rule.Rules is not null && entry >= 0 ? RuleOf(within[entry..], rule.Rules) : null)
                    ?? rule.Pointer;
            }
        }
        return null;
    }
}
