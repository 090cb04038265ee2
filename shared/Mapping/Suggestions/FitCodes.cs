using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Discovery;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>Says how codes of a source become choices, flags and countries of a target.</summary>
internal static class FitCodes
{
    private const int MostSmallValues = 12;

    /// <summary>A target with a fixed set of values: a value map, of the values that are known.</summary>
    public static ValueFit? Choices(SuggestionSource source, SuggestionTarget target)
    {
        if (Small(source.Field) is not { } values || source.Field.Kind is "iban" or "bic" or "email")
        {
            return null;
        }
        var meanings = values
            .Select(value =>
                (Value: value, To: target.Choices!.Contains(value) ? value : Meaning(target, value, source.Leaf))
            )
            .ToList();
        var known = meanings.Where(meaning => meaning.To is not null).ToList();
        if (known.Count == 0)
        {
            return null;
        }
        if (known.Count == values.Count && known.TrueForAll(meaning => meaning.To == meaning.Value))
        {
            return new(1, "Its values are those of the model.");
        }
        var missing = meanings.Where(meaning => meaning.To is null).Select(meaning => $"'{meaning.Value}'").ToList();
        return new(
            (double)known.Count / values.Count,
            string.Join(", ", known.Select(meaning => $"'{meaning.Value}' is {meaning.To}"))
                + (missing.Count > 0 ? $"; what {string.Join(", ", missing)} is must be added." : "."),
            ValueMap: new([.. known.Select(meaning => new ValueMapEntry(meaning.Value, meaning.To!))])
        );
    }

    /// <summary>True and false.</summary>
    public static ValueFit? Flag(SuggestionSource source, SuggestionTarget target)
    {
        var (field, at) = (source.Field, source.Reference);
        if (target.IsRole && Role(source, target) is { } told)
        {
            return told;
        }
        if (field.Types.Contains("boolean"))
        {
            return new(1, "Its values are true and false.");
        }
        if (field.Kind == "flag")
        {
            var flag = field.Schema["x-flag"]!.AsArray();
            return new(1, $"Its values are '{flag[0]}' and '{flag[1]}'.", [$"flag:{flag[0]},{flag[1]}"]);
        }
        if (
            field.Types.Contains("integer")
            && (Small(field) ?? []) is { Count: > 0 } numbers
            && numbers.All(n => n is "0" or "1")
        )
        {
            return new(0.8, "Its values are 0 and 1.", ["flag:1,0"]);
        }
        // A partner that has the number of a customer is one.
        var role = target.Key == "isCustomer" ? "customer" : "supplier";
        var isNamed =
            source.Words.Contains(role) || NameDictionary.Instance.IsFor(source.Leaf, target.Model, target.Key);
        return target.IsRole && isNamed && field.Kind is null && !field.Types.Any(type => type is "number")
            ? new(field.Filled < 1 ? 0.8 : 0.4, "Where it is filled, the flag is true.", Expression: $"$boolean({at})")
            : null;
    }

    /// <summary>Countries by name.</summary>
    public static ValueFit? Country(SuggestionSource source)
    {
        if (Small(source.Field) is not { } values)
        {
            return null;
        }
        var known = values
            .Select(value => (Value: value, To: NameDictionary.Instance.Meaning("country", value, source.Leaf)))
            .Where(country => country.To is not null)
            .ToList();
        return known.Count == 0
            ? null
            : new(
                (double)known.Count / values.Count,
                string.Join(", ", known.Select(country => $"'{country.Value}' is {country.To}")) + ".",
                ValueMap: new(
                    [.. known.Select(country => new ValueMapEntry(country.Value, country.To!))],
                    IgnoreCase: true
                )
            );
    }

    /// <summary>The values where they are few; of few records the examples.</summary>
    public static IReadOnlyList<string>? Small(DiscoveredField field) =>
        field.Values ?? (field.Examples.Count is > 0 and <= MostSmallValues && !field.IsUnique ? field.Examples : null);

    // One field for both: its values say customer, supplier or both.
    private static ValueFit? Role(SuggestionSource source, SuggestionTarget target)
    {
        if (Small(source.Field) is not { } values || source.Field.Types.Contains("boolean"))
        {
            return null;
        }
        var wanted = target.Key == "isCustomer" ? "customer" : "supplier";
        var meanings = values
            .Select(value => (Value: value, To: NameDictionary.Instance.Meaning("role", value, source.Leaf)))
            .ToList();
        if (meanings.Count < 2 || meanings.Count(meaning => meaning.To is not null) < 2)
        {
            return null;
        }
        var yes = meanings
            .Where(meaning => meaning.To == wanted || meaning.To == "both")
            .Select(meaning => meaning.Value)
            .ToList();
        var literals = yes.Select(value =>
            source.Field.Types.Contains("string") ? SuggestionSource.Literal(value) : value
        );
        return new(
            1,
            $"Its values tell customers from suppliers: {string.Join(", ", yes.Select(value => $"'{value}'"))} is a {wanted}.",
            Expression: $"{source.Reference} in [{string.Join(", ", literals)}]"
        );
    }

    private static string? Meaning(SuggestionTarget target, string value, string name) =>
        NameDictionary.Instance.Meaning($"{target.Model}.{target.Key}", value, name) is { } meaning
        && target.Choices!.Contains(meaning)
            ? meaning
            : null;
}
