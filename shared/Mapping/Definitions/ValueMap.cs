namespace IntegrationFunctions.Mapping.Definitions;

/// <summary>A table of values of one system and what they are in another: accounts, tax codes, units, countries.</summary>
/// <param name="Entries">The pairs. Backwards the first pair with a value counts.</param>
/// <param name="Default">What stands for a value that is not in it; null: nothing does, and the value is reported.</param>
/// <param name="IgnoreCase">Whether <c>de</c> finds <c>DE</c>.</param>
public sealed record ValueMap(IReadOnlyList<ValueMapEntry> Entries, string? Default = null, bool IgnoreCase = false);

/// <summary>A pair of a value map.</summary>
/// <param name="From">The value of the source.</param>
/// <param name="To">The value of the target.</param>
/// <param name="Note">For people.</param>
public sealed record ValueMapEntry(string From, string To, string? Note = null);
