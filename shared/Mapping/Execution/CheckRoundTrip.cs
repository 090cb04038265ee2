using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Execution;

/// <summary>Sends a record there and back, and compares the fields that are declared two-way. A record with faults says nothing.</summary>
internal static class CheckRoundTrip
{
    public static IReadOnlyList<RoundTripFault> Run(CompiledMapping mapping, JsonataValue record, string? key)
    {
        var there = mapping.Apply(record, key: key);
        if (there.Faults.Count > 0 || there.Target.IsUndefined)
        {
            return [];
        }
        var back = mapping.Back(there.Target);
        var faults = new List<RoundTripFault>();
        Compare(mapping.Rules, record, back.Target, faults);
        return faults;
    }

    private static void Compare(
        IReadOnlyList<CompiledRule> rules,
        JsonataValue before,
        JsonataValue after,
        List<RoundTripFault> faults
    )
    {
        foreach (var rule in rules)
        {
            if (rule.Rules is { } inner)
            {
                CompareLists(rule, inner, before, after, faults);
            }
            // A rule that did not apply made nothing that could come back.
            else if (rule.Rule.TwoWay && rule.Condition is null)
            {
                CompareField(rule, before, after, faults);
            }
        }
    }

    private static void CompareLists(
        CompiledRule rule,
        IReadOnlyList<CompiledRule> inner,
        JsonataValue before,
        JsonataValue after,
        List<RoundTripFault> faults
    )
    {
        if (
            FieldNames.Read(before, rule.Source!) is not { Array: { } left }
            || FieldNames.Read(after, rule.Source!) is not { Array: { } right }
        )
        {
            return;
        }
        // Entries that nothing became of are not in the target, so later ones move up.
        for (var i = 0; left.Count == right.Count && i < left.Count; i++)
        {
            Compare(inner, left[i], right[i], faults);
        }
    }

    private static void CompareField(
        CompiledRule rule,
        JsonataValue before,
        JsonataValue after,
        List<RoundTripFault> faults
    )
    {
        var left = Shown(FieldNames.Read(before, rule.Source!) ?? default);
        var right = Shown(FieldNames.Read(after, rule.Source!) ?? default);
        if (left != right)
        {
            faults.Add(new(rule.Pointer, rule.Rule.Source!, left, right));
        }
    }

    // Nothing, null and an empty text are the same to a mapping.
    private static string? Shown(JsonataValue value) =>
        value.IsUndefined || value.IsNull || (value.IsString && value.AsString()!.Length == 0)
            ? null
            : JsonText.Write(value);
}

/// <summary>A field that is declared two-way and does not come back as it was.</summary>
/// <param name="Rule">The rule, as a JSON pointer into the mapping.</param>
/// <param name="Field">The field of the record.</param>
/// <param name="Before">As JSON; null where there was nothing.</param>
/// <param name="After">As JSON; null where there is nothing.</param>
public sealed record RoundTripFault(string Rule, string Field, string? Before, string? After);
