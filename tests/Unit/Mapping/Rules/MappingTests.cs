using System.Text.Json;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.Jsonata.Json;

namespace IntegrationFunctions.Tests.Unit.Mapping.Rules;

public sealed class MappingTests
{
    private const string Item = """
        { "target": "id", "source": "Material", "twoWay": true }, { "target": "name", "source": "Text" }
        """;

    [Fact]
    public void A_field_a_constant_an_expression_and_a_default_make_fields()
    {
        var result = Map(
            Item
                + """
                , { "target": "kind", "value": "goods" }
                , { "target": "unit", "source": "Unit", "format": ["trim", "lower"], "default": "piece" }
                , { "target": "salesPrice", "expression": "Net * (1 + Rate)" }
                """,
            """{ "Material": "M-1", "Text": "Screw", "Unit": "  ", "Net": 0.1, "Rate": 0.2 }"""
        );
        // Money is decimal: in doubles it would be 0.12000000000000001.
        Assert.Equal("""{"id":"M-1","name":"Screw","kind":"goods","unit":"piece","salesPrice":"0.12"}""", Text(result));
    }

    [Fact]
    public void Digits_that_are_only_moved_stay()
    {
        var result = Map(
            Item + """, { "target": "salesPrice", "source": "Price", "format": ["number"] }""",
            """{ "Material": "M-1", "Text": "Screw", "Price": 12345678901234567.890 }"""
        );
        Assert.Contains("\"salesPrice\":\"12345678901234567.890\"", Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public void A_condition_leaves_a_rule_or_a_record_out()
    {
        const string Rules =
            Item
            + """
                , { "target": "active", "value": false, "condition": "Deleted = 'X'" }
                , { "target": "active", "value": true, "condition": "true" }
                """;
        Assert.Contains(
            "\"active\":false",
            Text(Map(Rules, """{ "Material": "1", "Text": "a", "Deleted": "X" }""")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\"active\":true",
            Text(Map(Rules, """{ "Material": "1", "Text": "a" }""")),
            StringComparison.Ordinal
        );
        var skipped = Compiled("item", Item, ", \"condition\": \"Material != '1'\"")
            .Apply(JsonText.Read("""{ "Material": "1", "Text": "a" }"""));
        Assert.True(skipped.Target.IsUndefined);
        Assert.Empty(skipped.Faults);
    }

    [Fact]
    public void A_list_is_mapped_entry_by_entry_and_a_single_entry_is_a_list_of_one()
    {
        const string Rules = """
            { "target": "id", "source": "Id" }, { "target": "name", "source": "Name" },
            { "target": "isCustomer", "value": true }, { "target": "isSupplier", "value": false },
            { "target": "bankAccounts", "each": "Banks.results", "rules": [
                { "target": "iban", "source": "IBAN", "format": ["remove-spaces"], "condition": "IBAN != ''" },
                { "target": "holder", "expression": "Holder ? Holder : $record.Name" } ] }
            """;
        var several = Map(
            Rules,
            """{ "Id": "1", "Name": "Acme", "Banks": { "results": [ { "IBAN": "DE89 3704 0044 0532 0130 00" }, { "IBAN": "FR1420041010050500013M02606", "Holder": "A" } ] } }""",
            "business-partner"
        );
        Assert.EndsWith(
            """bankAccounts":[{"iban":"DE89370400440532013000","holder":"Acme"},{"iban":"FR1420041010050500013M02606","holder":"A"}]}""",
            Text(several),
            StringComparison.Ordinal
        );
        var one = Map(
            Rules,
            """{ "Id": "1", "Name": "Acme", "Banks": { "results": { "IBAN": "DE89370400440532013000" } } }""",
            "business-partner"
        );
        Assert.EndsWith(
            """bankAccounts":[{"iban":"DE89370400440532013000","holder":"Acme"}]}""",
            Text(one),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_value_map_has_a_default_or_reports_what_it_misses()
    {
        const string Rules = Item + """, { "target": "unit", "source": "Unit", "valueMap": "units" }""";
        const string Maps = """, "valueMaps": { "units": { "entries": [ { "from": "ST", "to": "piece" } ] } }""";
        var found = Compiled("item", Rules, Maps)
            .Apply(JsonText.Read("""{ "Material": "1", "Text": "a", "Unit": "ST" }"""));
        Assert.Contains("\"unit\":\"piece\"", Text(found), StringComparison.Ordinal);
        var missed = Compiled("item", Rules, Maps)
            .Apply(JsonText.Read("""{ "Material": "1", "Text": "a", "Unit": "KG" }"""));
        Assert.Equal([new ValueMiss("units", "KG")], missed.Misses);
        var fault = Assert.Single(missed.Faults);
        Assert.Equal(
            ("mapping-value-not-found", "/rules/2", "/unit", "\"KG\""),
            (fault.Code, fault.Rule, fault.Field, fault.Value)
        );
        var fallback = Compiled(
            "item",
            Rules,
            Maps.Replace("} ] }", "} ], \"default\": \"other\" }", StringComparison.Ordinal)
        );
        Assert.Contains(
            "\"unit\":\"other\"",
            Text(fallback.Apply(JsonText.Read("""{ "Material": "1", "Text": "a", "Unit": "KG" }"""))),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{ "Material": "1" }""", "mapping-required", "/name")]
    [InlineData("""{ "Material": "1", "Text": "" }""", "mapping-required", "/name")]
    [InlineData("""{ "Material": "1", "Text": "a", "Date": "31.02.2026" }""", "mapping-format", "/changedOn")]
    [InlineData("""{ "Material": "1", "Text": "a", "Price": "12,5" }""", "mapping-expression", "/salesPrice")]
    [InlineData("""{ "Material": "1", "Text": "a", "Units": [ { "Unit": "ST" } ] }""", "mapping-list", "/unit")]
    public void What_does_not_fit_is_a_fault_that_names_rule_and_field(string record, string code, string field)
    {
        var result = Map(
            """
            { "target": "id", "source": "Material" }, { "target": "name", "source": "Text", "required": true },
            { "target": "changedOn", "source": "Date", "format": ["date:dd.MM.yyyy"] },
            { "target": "salesPrice", "expression": "$number(Price)" }, { "target": "unit", "source": "Units.Unit" }
            """,
            record
        );
        var fault = Assert.Single(result.Faults);
        Assert.Equal((code, field), (fault.Code, fault.Field));
        Assert.StartsWith("/rules/", fault.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_field_says_where_it_comes_from()
    {
        var mapping = Compiled(
            "item",
            """
            { "target": "id", "source": "Material" }, { "target": "name", "expression": "Text & ' ' & Extra.Name" },
            { "target": "unit", "source": "Unit", "valueMap": "units" }, { "target": "kind", "source": "Kind", "default": "goods" }
            """,
            """, "version": 7, "valueMaps": { "units": { "entries": [], "default": "piece" } }"""
        );
        var why = mapping
            .Apply(
                JsonText.Read("""{ "Material": "1", "Text": "a", "Extra": { "Name": "b" }, "Unit": "ST" }"""),
                explain: true
            )
            .Why!;
        Assert.Equal(["/id", "/name", "/unit", "/kind"], why.Select(origin => origin.Field));
        Assert.All(why, origin => Assert.Equal(7, origin.Version));
        Assert.Equal([new SourceField("/Text", "\"a\""), new SourceField("/Extra/Name", "\"b\"")], why[1].Sources);
        Assert.Equal(new LookedUp("units", "ST", "piece", IsDefault: true), why[2].Looked);
        Assert.Equal(("\"goods\"", true), (why[3].Value, why[3].IsDefault));
    }

    [Fact]
    public async Task A_result_is_held_to_its_model()
    {
        var mapping = Compiled(
            "item",
            Item + """, { "target": "currency", "source": "Currency" }, { "target": "active", "source": "Active" }"""
        );
        var result = mapping.Apply(
            JsonText.Read("""{ "Material": "1", "Text": "a", "Currency": "Euro", "Active": "X" }""")
        );
        Assert.Empty(result.Faults);
        var faults = await mapping.Validate(result.Target);
        Assert.Equal(["/active", "/currency"], faults.Select(fault => fault.Field).Order());
        Assert.Equal(["/rules/2", "/rules/3"], faults.Select(fault => fault.Rule).Order());
        Assert.Contains(
            "ISO 4217",
            faults.Single(fault => fault.Field == "/currency").Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("things", Item, "/target", "There is no model 'things'")]
    [InlineData("item", """{ "target": "id", "source": "Material" }""", "/rules", "needs the field 'name'")]
    [InlineData(
        "item",
        Item + """, { "target": "colour", "source": "C" }""",
        "/rules/2/target",
        "has no field 'colour'"
    )]
    [InlineData("item", Item + """, { "target": "unit" }""", "/rules/2", "has 0 of them")]
    [InlineData("item", Item + """, { "target": "unit", "source": "a", "value": 1 }""", "/rules/2", "has 2 of them")]
    [InlineData("item", Item + """, { "target": "unit", "source": "a..b" }""", "/rules/2/source", "is not a field")]
    [InlineData("item", Item + """, { "target": "unit", "expression": "1 +" }""", "/rules/2/expression", "S0207")]
    [InlineData(
        "item",
        Item + """, { "target": "unit", "source": "a", "format": ["trim", "loud"] }""",
        "/rules/2/format/1",
        "There is no format 'loud'"
    )]
    [InlineData(
        "item",
        Item + """, { "target": "unit", "source": "a", "valueMap": "units" }""",
        "/rules/2/valueMap",
        "no value map 'units'"
    )]
    [InlineData(
        "item",
        Item + """, { "target": "name", "source": "a" }""",
        "/rules/2/target",
        "An earlier rule makes 'name'"
    )]
    [InlineData("item", Item + """, { "target": "unit", "each": "a", "rules": [] }""", "/rules/2/each", "not a list")]
    [InlineData(
        "item",
        Item + """, { "target": "unit", "source": "a", "format": ["trim"], "twoWay": true }""",
        "/rules/2/twoWay",
        "loses"
    )]
    [InlineData(
        "item",
        Item + """, { "target": "unit", "expression": "a", "twoWay": true }""",
        "/rules/2/twoWay",
        "no inverse"
    )]
    public void What_is_wrong_with_a_mapping_is_told_with_its_place(
        string target,
        string rules,
        string pointer,
        string message
    )
    {
        var (mapping, errors) = CompiledMapping.Compile(Definition(target, rules));
        Assert.Null(mapping);
        var error = Assert.Single(errors);
        Assert.Equal(("mapping-invalid", pointer), (error.Code, error.Pointer));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var (_, errors) = CompiledMapping.Compile(
            Definition(
                "item",
                Item + """, { "target": "colour", "source": "C" }, { "target": "unit", "expression": "(" }"""
            )
        );
        Assert.Equal(["/rules/2/target", "/rules/3/expression"], errors.Select(error => error.Pointer));
    }

    internal static CompiledMapping Compiled(string target, string rules, string more = "")
    {
        var (mapping, errors) = CompiledMapping.Compile(Definition(target, rules, more));
        Assert.Empty(errors);
        return mapping!;
    }

    private static MappingResult Map(string rules, string record, string target = "item") =>
        Compiled(target, rules).Apply(JsonText.Read(record));

    private static string Text(MappingResult result) => JsonText.Write(result.Target);

    private static MappingDefinition Definition(string target, string rules, string more = "") =>
        JsonSerializer.Deserialize(
            $$"""{ "name": "test", "target": "{{target}}", "rules": [ {{rules}} ]{{more}} }""",
            MappingJson.Default.MappingDefinition
        )!;
}
