using System.Globalization;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Suggestions;

namespace IntegrationFunctions.Tests.Unit.Mapping.Suggestions;

/// <summary>How good suggestions are, measured against sets that were labelled by hand.</summary>
public sealed class SuggestionQualityTests(ITestOutputHelper output)
{
    // Below it a suggestion is a hint, and nobody is told that it is right.
    private const double Sure = 0.6;

    private static readonly LabelledSet[] Known =
    [
        SapSets.Partners,
        SapSets.OpenItems,
        SapSets.Vendors,
        InvoiceSets.Oracle,
        SageSets.ThirdParties,
        SageSets.Entries,
        SageSets.Articles,
        InvoiceSets.Xero,
        InvoiceSets.Stripe,
        InvoiceSets.FrenchSheet,
    ];

    private static readonly LabelledSet[] HeldOut =
    [
        HeldOutSets.OdooPartners,
        HeldOutSets.QuickBooks,
        HeldOutSets.BankSheet,
        HeldOutSets.ZohoBills,
        HeldOutSets.BusinessOnePartners,
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Known.Length + HeldOut.Length)];

    [Fact]
    public void Sure_suggestions_are_right_nine_times_in_ten_and_three_of_four_fields_are_found()
    {
        var (precision, recall) = Measure(Known);
        Assert.InRange(precision, 0.9, 1);
        Assert.InRange(recall, 0.75, 1);
    }

    [Fact]
    public void Sources_that_nobody_tuned_for_do_not_fall_far_behind()
    {
        var (precision, recall) = Measure(HeldOut);
        Assert.InRange(precision, 0.9, 1);
        Assert.InRange(recall, 0.75, 1);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Suggested_rules_make_a_mapping_that_maps(int number)
    {
        LabelledSet[] all = [.. Known, .. HeldOut];
        var set = all[number];
        var suggestions = SuggestRules.Run(set.Discover(), set.Target);
        var (mapping, errors) = CompiledMapping.Compile(SuggestRules.ToMapping(suggestions, "suggested", set.Target));
        Assert.True(
            mapping is not null,
            string.Join('\n', errors.Select(error => $"{error.Pointer}: {error.Message}"))
        );
        var gaps = Flat(suggestions).Where(one => one.Suggestion.Score == 0).Select(gap => gap.Field).ToList();
        foreach (var record in set.All())
        {
            var result = mapping.Apply(JsonText.Read(record.ToJsonString()));
            var faults = result.Faults.Concat(await mapping.Validate(result.Target));
            Assert.Empty(
                faults.Where(fault => !gaps.Contains(Field(fault))).Select(fault => $"{fault.Field}: {fault.Message}")
            );
        }
    }

    // /lines/0/account is lines.account
    private static string Field(MappingFault fault) =>
        string.Join('.', fault.Field.Split('/').Where(name => name.Length > 0 && !char.IsAsciiDigit(name[0])));

    private (double Precision, double Recall) Measure(IEnumerable<LabelledSet> sets)
    {
        var (sure, sureRight, right, asked) = (0, 0, 0, 0);
        foreach (var set in sets)
        {
            var answers = set.Right();
            var made = Flat(SuggestRules.Run(set.Discover(), set.Target)).ToList();
            var (setSure, setSureRight, setRight) = (0, 0, 0);
            foreach (var (field, suggestion) in made.Where(suggestion => suggestion.Suggestion.Score > 0))
            {
                var reads = Reads(suggestion.Rule);
                var isKnown = answers.TryGetValue(field, out var answer);
                var isRight = isKnown && answer.Right.Contains(reads);
                setSure += suggestion.Score >= Sure ? 1 : 0;
                setSureRight += suggestion.Score >= Sure && isRight ? 1 : 0;
                setRight += isRight && !answer.Optional ? 1 : 0;
                if (!isRight)
                {
                    output.WriteLine(
                        $"{set.Title}: {field} was made of {reads} ({suggestion.Score:F2}: {string.Join((char)32, suggestion.Reasons)}), right is {(isKnown ? string.Join(" or ", answer.Right) : "none")}"
                    );
                }
            }
            foreach (
                var (field, answer) in answers.Where(answer =>
                    !answer.Value.Optional
                    && made.TrueForAll(one => one.Field != answer.Key || one.Suggestion.Score == 0)
                )
            )
            {
                output.WriteLine($"{set.Title}: {field} was not found; right is {string.Join(" or ", answer.Right)}");
            }
            var setAsked = answers.Values.Count(answer => !answer.Optional);
            output.WriteLine(
                $"{set.Title}: {setSureRight} of {setSure} sure ones right, {setRight} of {setAsked} found"
            );
            (sure, sureRight, right, asked) = (
                sure + setSure,
                sureRight + setSureRight,
                right + setRight,
                asked + setAsked
            );
        }
        var (precision, recall) = ((double)sureRight / sure, (double)right / asked);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"precision {precision:F3} ({sureRight} of {sure}), recall {recall:F3} ({right} of {asked})"
            )
        );
        return (precision, recall);
    }

    private static IEnumerable<(string Field, Suggestion Suggestion)> Flat(IEnumerable<Suggestion> suggestions) =>
        suggestions.SelectMany(suggestion =>
            (suggestion.Entries ?? [])
                .Select(entry => ($"{suggestion.Rule.Target}.{entry.Rule.Target}", entry))
                .Prepend((suggestion.Rule.Target, suggestion))
        );

    // What a rule reads: a field, a list, the fields of an expression, or a constant.
    private static string Reads(MappingRule rule) =>
        rule.Source
        ?? rule.Each
        ?? (
            rule.Value is { } value
                ? $"={value.GetRawText().Trim((char)34)}"
                : string.Join(
                    '+',
                    JsonataExpression
                        .Compile(rule.Expression!)
                        .ReadPaths.Select(path => string.Join('.', path))
                        .Distinct()
                        .Order(StringComparer.Ordinal)
                )
        );
}
