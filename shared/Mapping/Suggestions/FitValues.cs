using System.Text.RegularExpressions;
using IntegrationFunctions.Mapping.Discovery;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>Says how the values of a field become those of a target; null where they never can.</summary>
/// <param name="records">How many records were seen.</param>
/// <param name="countsInCents">Whether the source gives amounts in minor units.</param>
internal sealed class FitValues(int records, bool countsInCents)
{
    // So few records tell nothing of keys.
    private const int FewRecords = 5;

    private static readonly ValueFit Unknown = new(0);

    public ValueFit? Run(SuggestionSource source, SuggestionTarget target)
    {
        var field = source.Field;
        if (field.Filled == 0)
        {
            return Unknown with { Reason = "It is empty in all records." };
        }
        return target switch
        {
            { Choices: not null } => FitCodes.Choices(source, target),
            { Type: "boolean" } => FitCodes.Flag(source, target),
            { Type: "integer" } => Integer(source),
            { Kind: "money" or "decimal" } => Amount(source, target),
            { Format: "date" } => Date(source),
            { Format: "date-time" } => Moment(source),
            { Kind: "country" } when field.Kind is not "country" => FitCodes.Country(source),
            { Kind: { } kind } => Code(field, kind),
            _ => Text(source, target),
        };
    }

    private static ValueFit? Integer(SuggestionSource source) =>
        source.Field is { Kind: null, Types: var types } && types.Contains("integer") && !types.Contains("string")
            ? new(1, "Its values are whole numbers.")
        : source.Field.Forms.Contains("whole")
            ? new(0.8, "Its texts are whole numbers.", Expression: Guard(source, $"$number({source.Reference})"))
        : null;

    private ValueFit? Amount(SuggestionSource source, SuggestionTarget target)
    {
        var (field, isMoney) = (source.Field, target.Kind == "money");
        if (field.Kind is not (null or "money" or "decimal" or "unix-time" or "flag"))
        {
            return null;
        }
        var isNumber = field.Types.Any(type => type is "integer" or "number");
        if (field.Types.Contains("string"))
        {
            if (field.Kind is null or "flag")
            {
                return field.Forms.Contains("whole") && field.Kind is null
                    ? new(0.4, "Its texts are whole numbers.", ["decimal"])
                    : null;
            }
            var score = (field.Kind == "money") == isMoney ? 1 : 0.85;
            return field.Forms.Contains("decimal-comma") || field.Forms.Contains("blanks")
                ? new(
                    score,
                    "Its texts are amounts with a decimal comma or with groups of digits.",
                    Expression: Guard(source, $"$replace($replace({source.Reference}, /[^-0-9,]/, \"\"), \",\", \".\")")
                )
                : new(score, "Its texts are amounts.", ["decimal"]);
        }
        if (!isNumber)
        {
            return null;
        }
        if (field.Types.Contains("number"))
        {
            return new(0.85, "Its values are numbers with decimals.", ["number"]);
        }
        return isMoney && countsInCents
            ? new(
                0.85,
                "Its values are whole, and the source counts in minor units: its currencies are small letters.",
                ["number", "minor-units:2"]
            )
            : new(0.6, "Its values are whole numbers.", ["number"]);
    }

    private static ValueFit? Date(SuggestionSource source)
    {
        var (field, at) = (source.Field, source.Reference);
        return field.Kind switch
        {
            "date" when Pattern(field) is { } pattern => new(
                1,
                $"Its values are dates, {pattern}.",
                [$"date:{pattern}"]
            ),
            "date" => new(1, "Its values are dates."),
            "odata-date" => new(1, "Its values are dates of OData.", ["odata-date"]),
            "date-time" or "local-date-time" => new(
                0.9,
                "Its values are dates with times; the day is taken.",
                Expression: Guard(source, $"$substring({at}, 0, 10)")
            ),
            "unix-time" => new(
                0.8,
                "Its values are seconds since 1970.",
                Expression: Guard(source, $"$substring($fromMillis({at} * 1000), 0, 10)")
            ),
            _ => null,
        };
    }

    private static ValueFit? Moment(SuggestionSource source)
    {
        var at = source.Reference;
        return source.Field.Kind switch
        {
            "date-time" => new(1, "Its values are dates with times."),
            "local-date-time" => new(
                0.8,
                "Its values are dates with times, without an offset; they are taken for UTC.",
                Expression: Guard(source, $"$replace($substring({at}, 0, 19), \" \", \"T\") & \"Z\"")
            ),
            "unix-time" => new(
                0.8,
                "Its values are seconds since 1970.",
                Expression: Guard(source, $"$fromMillis({at} * 1000)")
            ),
            "date" when Pattern(source.Field) is null => new(
                0.6,
                "Its values are dates; the day begins at midnight UTC.",
                Expression: Guard(source, $"{at} & \"T00:00:00Z\"")
            ),
            _ => null,
        };
    }

    private static string? Pattern(DiscoveredField field) => (string?)field.Schema["x-pattern"];

    private static ValueFit? Code(DiscoveredField field, string kind)
    {
        if (field.Kind != kind)
        {
            // Some values are wrong or masked; the name has to carry it.
            return kind is "iban" or "bic" && field.Kind is null && field.Types.Contains("string") ? new(0.1) : null;
        }
        var format = new List<string>();
        format.AddRange(
            field.Forms.Contains("blanks") ? ["remove-spaces"]
            : field.Forms.Contains("padded") ? ["trim"]
            : []
        );
        format.AddRange(field.Forms.Contains("small-letters") ? ["upper"] : []);
        var what = kind switch
        {
            "iban" => "IBANs with right check digits",
            "bic" => "BICs",
            "currency" => "currencies of ISO 4217",
            _ => "countries of ISO 3166-1",
        };
        return new(1, $"Its values are {what}.", format.Count > 0 ? format : null);
    }

    private ValueFit? Text(SuggestionSource source, SuggestionTarget target)
    {
        var field = source.Field;
        var leaf = target.Key[(target.Key.LastIndexOf('.') + 1)..];
        if (field.Types.Any(type => type is "boolean" or "object"))
        {
            return null;
        }
        var isNumber = field.Types.Any(type => type is "integer" or "number");
        var isName =
            leaf
            is "name"
                or "legalName"
                or "partnerName"
                or "holder"
                or "counterpartyName"
                or "city"
                or "givenName"
                or "familyName"
                or "street";
        var score = field.Kind switch
        {
            "email" => leaf is "email" or "organizer" ? 1
            : leaf is "id" or "text" ? 0.2
            : 0,
            _ when leaf == "email" => 0,
            "money" or "decimal" or "odata-date" or "date" or "date-time" or "local-date-time" or "flag" => 0,
            "iban" or "bic" => target.Schema["x-refers-to"] is not null || leaf is "id" ? 0.4 : 0,
            "currency" or "country" => leaf is "language" or "taxCode" or "companyCode" ? 0.5 : 0.2,
            "unix-time" => 0.3,
            _ when isName && (isNumber || field.Forms.Contains("whole")) => 0,
            _ when isNumber => field.Types.Contains("number") ? 0.1 : 0.7,
            _ => 0.8,
        };
        score = Math.Min(score, Limits(field, target));
        if (target.IsKey && records >= FewRecords)
        {
            score = field.IsUnique && field.Filled > 0.99 ? Math.Max(score, 0.9) : 0;
        }
        if (score == 0)
        {
            return null;
        }
        var format = new List<string>();
        format.AddRange(isNumber ? ["text"] : []);
        format.AddRange(field.Forms.Contains("padded") ? ["trim"] : []);
        return new(
            score,
            target.IsKey && field.IsUnique ? "No two records have the same."
                : field.Kind == "email" ? "Its values are e-mail addresses."
                : null,
            format.Count > 0 ? format : null
        );
    }

    // Lengths and patterns of the model, by the examples.
    private static double Limits(DiscoveredField field, SuggestionTarget target)
    {
        if (field.Examples.Count == 0)
        {
            return 1;
        }
        if ((int?)target.Schema["maxLength"] is { } most && field.Examples.Any(example => example.Length > most))
        {
            return 0.2;
        }
        return
            (string?)target.Schema["pattern"] is { } pattern
            && !field.Examples.All(example =>
                Regex.IsMatch(example, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
            )
            ? 0
            : 1;
    }

    /// <summary>An expression that is nothing where its field is null: functions of texts refuse null.</summary>
    private static string Guard(SuggestionSource source, string expression) =>
        source.Field.Types.Contains("null") ? $"{source.Reference} ? {expression}" : expression;
}
