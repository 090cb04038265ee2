using System.Text.Json;

namespace IntegrationFunctions.Mapping.Definitions;

/// <summary>How records of one model become records of another, and back.</summary>
/// <param name="Name">Kebab-case, stable.</param>
/// <param name="Target">Name of the canonical model that comes out.</param>
/// <param name="Rules">One for each field of the target.</param>
/// <param name="Source">What goes in, for people and for suggestions: <c>sap-s4hana/invoices</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Condition">JSONata over the record; where it is not true the record is left out.</param>
/// <param name="Arithmetic">How expressions calculate; null: in decimals where the field is money or a decimal, else in doubles.</param>
/// <param name="ValueMaps">Tables that belong to this mapping alone, by name.</param>
/// <param name="Version">Grows with each change.</param>
/// <param name="Author">Who made this version.</param>
/// <param name="Note">Why.</param>
public sealed record MappingDefinition(
    string Name,
    string Target,
    IReadOnlyList<MappingRule> Rules,
    string? Source = null,
    string? Title = null,
    string? Condition = null,
    Arithmetic? Arithmetic = null,
    IReadOnlyDictionary<string, ValueMap>? ValueMaps = null,
    int Version = 1,
    string? Author = null,
    string? Note = null
);

/// <summary>How expressions calculate.</summary>
public enum Arithmetic
{
    /// <summary>IEEE 754, as JSONata says.</summary>
    Double,

    /// <summary>28 decimal digits: 0.1 + 0.2 is 0.3.</summary>
    Decimal,
}

/// <summary>
/// How one field comes about: from <see cref="Source"/>, <see cref="Expression"/> or <see cref="Value"/>, or, for a list, from the rules for
/// each of the entries at <see cref="Each"/>. Then in this order: formats, value map, default.
/// </summary>
/// <param name="Target">Field of the target: <c>name</c>, <c>address.city</c>.</param>
/// <param name="Source">Field of the record: <c>to_Address.CityName</c>; names with other characters between backticks.</param>
/// <param name="Expression">JSONata over the record, or over the entry of a list; <c>$record</c> is the whole record.</param>
/// <param name="Value">Always this.</param>
/// <param name="Each">Field of the record that holds a list.</param>
/// <param name="Rules">With <see cref="Each"/>: the rules for each entry.</param>
/// <param name="Format">Formats, one after the other (see docs/guides/mappings.md).</param>
/// <param name="ValueMap">Name of the table that the value is looked up in.</param>
/// <param name="Default">What stands where there is nothing, null or an empty text.</param>
/// <param name="Required">Whether a record without it is refused.</param>
/// <param name="Condition">JSONata; where it is not true the rule does not apply.</param>
/// <param name="TwoWay">Whether the field goes back to <see cref="Source"/> the same way.</param>
/// <param name="Back">How it goes back where that is not the same way.</param>
public sealed record MappingRule(
    string Target,
    string? Source = null,
    string? Expression = null,
    JsonElement? Value = null,
    string? Each = null,
    IReadOnlyList<MappingRule>? Rules = null,
    IReadOnlyList<string>? Format = null,
    string? ValueMap = null,
    JsonElement? Default = null,
    bool Required = false,
    string? Condition = null,
    bool TwoWay = false,
    BackRule? Back = null
);

/// <summary>A field of the record that is made of the target.</summary>
/// <param name="Source">Field of the record.</param>
/// <param name="Expression">JSONata over the target record.</param>
public sealed record BackRule(string Source, string Expression);
