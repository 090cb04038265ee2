using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Execution;

/// <summary>What became of one record.</summary>
/// <param name="Target">The record of the target; nothing where the mapping's condition leaves the record out.</param>
/// <param name="Faults">What is wrong with it; a record with faults is not to be used.</param>
/// <param name="Misses">Values that no entry of their table is for.</param>
/// <param name="Why">Where each field comes from; null where nobody asked.</param>
public sealed record MappingResult(
    JsonataValue Target,
    IReadOnlyList<MappingFault> Faults,
    IReadOnlyList<ValueMiss> Misses,
    IReadOnlyList<FieldOrigin>? Why
);

/// <summary>Something that is wrong with a result.</summary>
/// <param name="Code">
/// <c>mapping-required</c>, <c>mapping-format</c>, <c>mapping-value-not-found</c>, <c>mapping-expression</c>, <c>mapping-list</c>, <c>mapping-schema</c>.
/// </param>
/// <param name="Rule">The rule, as a JSON pointer into the mapping; null where no rule is to blame alone.</param>
/// <param name="Field">The field, as a JSON pointer into the result.</param>
/// <param name="Message">What is wrong, and how to mend it.</param>
/// <param name="Value">The value, as JSON; null where there is none.</param>
public sealed record MappingFault(string Code, string? Rule, string Field, string Message, string? Value = null);

/// <summary>A value that its table has no entry for.</summary>
/// <param name="ValueMap">The table.</param>
/// <param name="Value">The value.</param>
public sealed record ValueMiss(string ValueMap, string Value);

/// <summary>Where a field of a result comes from.</summary>
/// <param name="Field">The field, as a JSON pointer into the result.</param>
/// <param name="Value">Its value, as JSON.</param>
/// <param name="Rule">The rule, as a JSON pointer into the mapping.</param>
/// <param name="Version">The mapping's version.</param>
/// <param name="Sources">The fields of the record that the rule reads, with their values.</param>
/// <param name="Expression">The rule's expression, where it has one.</param>
/// <param name="Looked">What was looked up, where the rule has a value map.</param>
/// <param name="IsDefault">Whether the rule's default stands there because there was nothing.</param>
public sealed record FieldOrigin(
    string Field,
    string Value,
    string Rule,
    int Version,
    IReadOnlyList<SourceField> Sources,
    string? Expression,
    LookedUp? Looked,
    bool IsDefault
);

/// <summary>A field that a rule reads.</summary>
/// <param name="Field">As a JSON pointer into the record.</param>
/// <param name="Value">As JSON; null where there is nothing.</param>
public sealed record SourceField(string Field, string? Value);

/// <summary>An entry of a value map that was used, or that was missing.</summary>
/// <param name="ValueMap">The table.</param>
/// <param name="From">What was looked up.</param>
/// <param name="To">What it is; null where there is none.</param>
/// <param name="IsDefault">Whether that is the table's default.</param>
public sealed record LookedUp(string ValueMap, string From, string? To, bool IsDefault);
