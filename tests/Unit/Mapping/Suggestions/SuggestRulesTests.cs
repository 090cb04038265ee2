using System.Diagnostics;
using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Discovery;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Models;
using IntegrationFunctions.Mapping.Suggestions;

namespace IntegrationFunctions.Tests.Unit.Mapping.Suggestions;

public sealed class SuggestRulesTests
{
    public static TheoryData<string> Models => [.. CanonicalModels.All.Select(model => model.Name)];

    [Theory]
    [InlineData("""["/Date(1507075200000)/"]""", "odata-date")]
    [InlineData("""["31.01.2026","01.02.2026"]""", "date:dd.MM.yyyy")]
    [InlineData("""[20260131,20260201]""", "date:yyyyMMdd")]
    public void Dates_get_their_format(string values, string format) =>
        Assert.Equal([format], Find("invoice", "dueOn", "DueDate", values).Rule.Format);

    [Theory]
    [InlineData("""["2026-01-31T09:30:00Z"]""", "$substring(DueDate, 0, 10)")]
    [InlineData("""["2026-01-31 09:30:00",null]""", "DueDate ? $substring(DueDate, 0, 10)")]
    [InlineData("""[1767600000]""", "$substring($fromMillis(DueDate * 1000), 0, 10)")]
    public void Where_no_format_does_it_an_expression_does(string values, string expression) =>
        Assert.Equal(expression, Find("invoice", "dueOn", "DueDate", values).Rule.Expression);

    [Theory]
    [InlineData("""["X","",null]""", "flag:X,")]
    [InlineData("""["Y","N"]""", "flag:Y,N")]
    public void Flags_get_their_values(string values, string format)
    {
        var rule = Find("business-partner", "blocked", "Blocked", values).Rule;
        Assert.Equal((format, true), (Assert.Single(rule.Format!), rule.TwoWay));
    }

    [Theory]
    [InlineData("""["12.50","3.00"]""", "decimal")]
    [InlineData("""[12.5,3]""", "number")]
    public void Amounts_get_their_format(string values, string format)
    {
        var rule = Find("invoice", "grossTotal", "TotalTTC", values).Rule;
        Assert.Equal((format, true), (Assert.Single(rule.Format!), rule.TwoWay));
    }

    [Fact]
    public void A_decimal_comma_is_read()
    {
        var rule = Find("invoice", "grossTotal", "Total TTC", """["1 204,50","-12,00","1.204,50"]""").Rule;
        var value = IntegrationFunctions
            .Mapping.Jsonata.JsonataExpression.Compile(rule.Expression!)
            .Evaluate(JsonText.Read("""{ "Total TTC": "-1 204,50" }"""));
        Assert.Equal("-1204.50", value.AsString());
    }

    [Fact]
    public void Codes_become_a_value_map_and_those_that_nobody_knows_are_told()
    {
        var values = $"[{string.Join(',', Enumerable.Repeat("\"D\",\"K\",\"S\"", 10))}]";
        var suggestion = Find("invoice", "kind", "FinancialAccountType", values);
        Assert.Equal("kind", suggestion.Rule.ValueMap);
        Assert.Equal(
            [("D", "receivable"), ("K", "payable")],
            suggestion.ValueMap!.Entries.Select(entry => (entry.From, entry.To))
        );
        Assert.Contains(suggestion.Reasons, reason => reason.Contains("'S'", StringComparison.Ordinal));
        Assert.True(suggestion.Rule.TwoWay);
    }

    [Fact]
    public void A_partner_with_the_number_of_a_customer_is_one() =>
        Assert.Equal(
            "$boolean(Customer)",
            Find("business-partner", "isCustomer", "Customer", """["100","","101"]""").Rule.Expression
        );

    [Theory]
    [InlineData("Kontonummer 7", "bank-account", "iban")]
    [InlineData("zz", "bank-account", "iban")]
    public void An_IBAN_is_an_IBAN_whatever_it_is_called(string name, string model, string target) =>
        Assert.Equal(
            name,
            Find(model, target, name, """["DE89 3704 0044 0532 0130 00","FR1420041010050500013M02606"]""").Rule.Source
        );

    [Fact]
    public void Without_an_amount_of_the_line_quantity_times_price_is_a_hint()
    {
        var records = Records("""[{ "Lines": [{ "Text": "Pump", "Qty": 2, "Price": "12.50" }] }]""");
        var lines = SuggestRules
            .Run(DiscoveredModel.Infer(records, "invoices"), CanonicalModels.Find("invoice")!)
            .Single(suggestion => suggestion.Rule.Target == "lines");
        var net = lines.Entries!.Single(entry => entry.Rule.Target == "netAmount");
        Assert.Equal(("$round(Qty * $number(Price), 2)", true), (net.Rule.Expression, net.Score < 0.6));
    }

    [Fact]
    public void A_key_must_be_unique() =>
        Assert.Equal(0, Find("item", "id", "Id", """["1","1","2","2","3","3"]""").Score);

    [Fact]
    public void Names_of_any_kind_can_be_read()
    {
        var records = Records(
            """[{ "Montant H.T.": "1,50", "id": "a", "in": { "date": "31/01/2026" } }, { "Montant H.T.": "2,50", "id": "b", "in": { "date": "01/02/2026" } }]"""
        );
        var suggestions = SuggestRules.Run(
            DiscoveredModel.Infer(records, "avoirs"),
            CanonicalModels.Find("credit-note")!
        );
        var rules = suggestions.ToDictionary(suggestion => suggestion.Rule.Target, suggestion => suggestion.Rule);
        Assert.Contains("`Montant H.T.`", rules["netTotal"].Expression, StringComparison.Ordinal);
        Assert.Equal("in.date", rules["issuedOn"].Source);
        Assert.NotNull(
            CompiledMapping
                .Compile(SuggestRules.ToMapping(suggestions, "avoirs", CanonicalModels.Find("credit-note")!))
                .Mapping
        );
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Nothing_and_what_is_hostile_gives_rules_that_compile(string model)
    {
        var target = CanonicalModels.Find(model)!;
        string[] sources =
        [
            "[]",
            "[{}]",
            """[{ "": 1, "a`b": 2, "$": 3, "and": "x", "name\"": "y", "é": [[1]], "lines": [{ "": null }] }]""",
        ];
        foreach (var source in sources)
        {
            var suggestions = SuggestRules.Run(DiscoveredModel.Infer(Records(source), "x"), target);
            var (mapping, errors) = CompiledMapping.Compile(SuggestRules.ToMapping(suggestions, "x", target));
            Assert.True(mapping is not null, string.Join('\n', errors.Select(error => error.Message)));
        }
    }

    // The titles of a model are what it is called: a source with these names finds itself.
    [Theory]
    [MemberData(nameof(Models))]
    public void Each_model_finds_itself_by_its_titles_in_both_languages(string model)
    {
        var target = CanonicalModels.Find(model)!;
        foreach (var title in new[] { "title", "x-title-fr" })
        {
            var fields = SuggestionTarget
                .Of(target)
                .Where(field => !field.IsList && !field.Path.Contains('.', StringComparison.Ordinal))
                .ToList();
            var records = Enumerable
                .Range(0, 24)
                .Select(i => new JsonObject(
                    fields
                        .DistinctBy(field => (string)field.Schema[title]!)
                        .Select(field => KeyValuePair.Create((string)field.Schema[title]!, Sample(field, i)))
                ));
            var found = SuggestRules
                .Run(DiscoveredModel.Infer(records, model), target)
                .Where(suggestion => suggestion.Score > 0)
                .ToDictionary(suggestion => suggestion.Rule.Target, suggestion => suggestion.Rule.Source);
            var right = fields.Count(field => found.GetValueOrDefault(field.Path) == (string)field.Schema[title]!);
            Assert.InRange(right, fields.Count * 0.75, fields.Count);
        }
    }

    [Fact]
    public void The_same_source_gives_the_same_suggestions()
    {
        string Run() =>
            string.Join(
                '\n',
                SuggestRules
                    .Run(InvoiceSets.Xero.Discover(), InvoiceSets.Xero.Target)
                    .Select(one => $"{one.Rule.Target} {one.Rule.Source} {one.Score}")
            );
        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void Wide_sources_take_seconds_at_most()
    {
        var record = new JsonObject(
            Enumerable
                .Range(0, 500)
                .Select(i =>
                    KeyValuePair.Create<string, JsonNode?>($"customerInvoiceDate{i}", $"2026-01-{1 + (i % 28):D2}")
                )
        );
        var watch = Stopwatch.StartNew();
        Assert.NotEmpty(SuggestRules.Run(DiscoveredModel.Infer([record], "wide"), CanonicalModels.Find("invoice")!));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    private static JsonNode? Sample(SuggestionTarget field, int i) =>
        field switch
        {
            { Type: "boolean" } => i % 2 == 0,
            { Type: "integer" } => i,
            { Choices: { } choices } => choices[i % choices.Count],
            { Format: "date" } => LabelledSet.Day(i),
            { Format: "date-time" } => LabelledSet.Day(i) + "T09:30:00Z",
            { Kind: "money" or "decimal" } => LabelledSet.Amount(i),
            { Kind: "iban" } => LabelledSet.Iban(i),
            { Kind: "bic" } => "COBADEFFXXX",
            { Kind: "currency" } => "EUR",
            { Kind: "country" } => "FR",
            { Path: "email" } => $"a{i}@example.com",
            { Path: "language" } => "fr",
            { Path: "gtin" } => $"{3760000000000 + i}",
            _ => $"v{i}",
        };

    private static Suggestion Find(string model, string target, string name, string values)
    {
        var records = JsonNode
            .Parse(values)!
            .AsArray()
            .Select((value, i) => new JsonObject { [name] = value?.DeepClone(), ["other"] = $"text {i / 2}" });
        return SuggestRules
            .Run(DiscoveredModel.Infer(records, "records"), CanonicalModels.Find(model)!)
            .Single(suggestion => suggestion.Rule.Target == target);
    }

    private static IEnumerable<JsonObject> Records(string list) =>
        JsonNode.Parse(list)!.AsArray().Select(record => record!.AsObject());
}
