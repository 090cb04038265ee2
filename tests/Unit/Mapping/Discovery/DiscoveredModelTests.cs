using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Discovery;
using NJsonSchema;

namespace IntegrationFunctions.Tests.Unit.Mapping.Discovery;

public sealed class DiscoveredModelTests
{
    [Theory]
    [InlineData("""["2026-01-31","2026-02-01"]""", null, "date")]
    [InlineData("""["2026-01-31T09:30:00Z","2026-01-31T09:30:00.5+02:00"]""", null, "date-time")]
    [InlineData("""["2026-01-31T09:30:00","2026-01-31 09:30:00"]""", "local-date-time", null)]
    [InlineData("""["31.01.2026","01.02.2026"]""", "date", null)]
    [InlineData("""["20260131","20260201"]""", "date", null)]
    [InlineData("""["21100000","12100000"]""", null, null)]
    [InlineData("""["/Date(1507075200000)/","/Date(1507075200000+0060)/"]""", "odata-date", null)]
    [InlineData("""[1767600000,1767686400]""", "unix-time", null)]
    [InlineData("""["12.50","-3.00","12.50-"]""", "money", null)]
    [InlineData("""["12.5","3"]""", "decimal", null)]
    [InlineData("""["1 204,50","1.204,50"]""", "money", null)]
    [InlineData("""[12.5,3]""", "decimal", null)]
    [InlineData("""["EUR","usd"]""", "currency", null)]
    [InlineData("""["EUR","ABC"]""", null, null)]
    [InlineData("""["FR","DE"]""", "country", null)]
    [InlineData("""["DE89 3704 0044 0532 0130 00","DE89370400440532013000"]""", "iban", null)]
    [InlineData("""["DE88370400440532013000"]""", null, null)]
    [InlineData("""["COBADEFFXXX","DEUTDEFF"]""", "bic", null)]
    [InlineData("""["a@example.com","b.c@example.fr"]""", "email", null)]
    [InlineData("""["X","",null]""", "flag", null)]
    [InlineData("""["Y","N"]""", "flag", null)]
    [InlineData("""["1010","1020"]""", null, null)]
    public void Values_say_what_they_are(string values, string? kind, string? format)
    {
        var field = Infer(values);
        Assert.Equal((kind, format), ((string?)field["x-kind"], (string?)field["format"]));
    }

    [Theory]
    [InlineData("""["31/01/2026","01/02/2026"]""", "dd/MM/yyyy")]
    [InlineData("""["01/31/2026","02/01/2026"]""", "MM/dd/yyyy")]
    [InlineData("""[20260131,20260201]""", "yyyyMMdd")]
    public void Dates_have_a_pattern(string values, string pattern) =>
        Assert.Equal(pattern, (string?)Infer(values)["x-pattern"]);

    [Theory]
    [InlineData("""["1 204,50"]""", """["decimal-comma","blanks"]""")]
    [InlineData("""["eur"]""", """["small-letters"]""")]
    [InlineData("""["Muster "]""", """["padded"]""")]
    [InlineData("""["0100"]""", """["whole"]""")]
    public void What_is_written_otherwise_than_in_our_models_is_told(string values, string forms) =>
        Assert.Equal(forms, Infer(values)["x-forms"]!.ToJsonString());

    [Fact]
    public void One_dirty_value_in_twenty_does_not_hide_a_date()
    {
        var dates = Enumerable.Range(1, 19).Select(day => $"\"2026-01-{day:D2}\"");
        var field = Infer($"[{string.Join(',', dates)},\"soon\"]");
        Assert.Equal(
            ("date", "yyyy-MM-dd", null),
            ((string?)field["x-kind"], (string?)field["x-pattern"], field["format"])
        );
    }

    [Fact]
    public void Types_filling_uniqueness_and_values_are_counted()
    {
        var records = Enumerable
            .Range(0, 20)
            .Select(i =>
                $$"""{ "no": {{i}}, "kind": "{{(i % 2 == 0 ? "K" : "D")}}", "note": {{(i < 5 ? "\"n\"" : i < 10 ? "\"\"" : "null")}} }"""
            );
        var schema = DiscoveredModel.Infer(Parse(records), "items").Schema;
        var (no, kind, note) = (
            schema["properties"]!["no"]!,
            schema["properties"]!["kind"]!,
            schema["properties"]!["note"]!
        );
        Assert.Equal(("integer", true, 1.0), ((string?)no["type"], (bool)no["x-unique"]!, (double)no["x-filled"]!));
        Assert.Equal("""["D","K"]""", kind["x-values"]!.ToJsonString());
        Assert.False((bool)kind["x-unique"]!);
        Assert.Equal(("""["string","null"]""", 0.25), (note["type"]!.ToJsonString(), (double)note["x-filled"]!));
        Assert.Null(no["x-values"]);
        Assert.Equal(3, no["examples"]!.AsArray().Count);
        Assert.Equal(20, (int)schema["x-records"]!);
    }

    [Fact]
    public void Nested_objects_and_lists_have_models_too_and_names_with_points_stay_apart()
    {
        var model = DiscoveredModel.Infer(
            Parse(["""{ "a": { "b": "1" }, "a.b": "2", "list": [ { "c": 1 }, { "c": null } ], "tags": [ "x" ] }"""]),
            "items"
        );
        Assert.Equal(["a.b", "`a.b`", "list", "tags"], model.Fields().Select(field => field.Path));
        Assert.All(model.Fields(), field => Assert.Equal(field.Names, FieldNames.Parse(field.Path!)));
        var entry = Assert.Single(model.Fields()[2].Entries());
        Assert.Equal(("c", 0.5), (entry.Path, entry.Filled));
        Assert.Equal([true, false], model.Fields().Skip(2).Select(field => field.IsList));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("ApiToken")]
    [InlineData("CLIENT_SECRET")]
    [InlineData("mot de passe")]
    [InlineData("userPwd")]
    public void What_may_be_secret_is_not_shown(string name)
    {
        var records = Enumerable.Repeat(
            $$"""{ "{{name}}": "hunter2", "outer": { "{{name}}": { "inner": "hunter2" } }, "shipping": "by sea" }""",
            25
        );
        var text = DiscoveredModel.Infer(Parse(records), "users").Schema.ToJsonString();
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.Contains("by sea", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_a_JSON_Schema_that_its_records_fit()
    {
        string[] records =
        [
            """{ "id": 1, "on": "2026-01-31", "amount": 12.5, "to": { "city": "Lyon" }, "lines": [ { "n": 1 }, { "n": 2.5 } ], "flag": true }""",
            """{ "id": "2", "on": null, "amount": 3, "to": null, "lines": [], "more": { } }""",
        ];
        var model = DiscoveredModel.Infer(Parse(records), "items");
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)model.Schema["$schema"]);
        var schema = await JsonSchema.FromJsonAsync(model.Schema.ToJsonString(), TestContext.Current.CancellationToken);
        Assert.All(records, record => Assert.Empty(schema.Validate(record)));
        Assert.NotEmpty(schema.Validate("""{ "id": true }"""));
        // Stored and read again it is the same.
        var again = new DiscoveredModel(JsonNode.Parse(model.Schema.ToJsonString())!.AsObject());
        Assert.Equal(model.Fields().Select(field => field.Path), again.Fields().Select(field => field.Path));
    }

    [Fact]
    public void Nothing_makes_an_empty_model() =>
        Assert.Equal(
            """{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"none","type":"object","properties":{},"x-records":0}""",
            DiscoveredModel.Infer([], "none").Schema.ToJsonString()
        );

    [Fact]
    public void What_is_no_model_is_refused() =>
        Assert.Throws<ArgumentException>(() => new DiscoveredModel(new JsonObject { ["type"] = "object" }));

    [Fact]
    public void Limits_hold()
    {
        var limits = new DiscoveryLimits(Records: 3, Fields: 4, Depth: 2, Entries: 2, Hashes: 5);
        var read = 0;
        IEnumerable<JsonObject> Endless()
        {
            while (true)
            {
                read++;
                yield return JsonNode
                    .Parse(
                        $$"""{ "k{{read}}": {{read}}, "deep": { "er": { "still": 1 } }, "list": [1, 2, "three"] }"""
                    )!
                    .AsObject();
            }
        }
        var schema = DiscoveredModel.Infer(Endless(), "endless", limits).Schema;
        Assert.InRange(read, 3, 4);
        Assert.True((bool)schema["x-more-fields"]!);
        Assert.True((bool)schema["properties"]!["deep"]!["properties"]!["er"]!["x-more-fields"]!);
        Assert.Equal("integer", (string?)schema["properties"]!["list"]!["items"]!["type"]);
    }

    [Fact]
    public void Ten_thousand_records_of_five_hundred_fields_take_neither_long_nor_much()
    {
        var text = $"{{{string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"field{i}\":\"value {i}\""))}}}";
        IEnumerable<JsonObject> Many()
        {
            for (var i = 0; i < 10_000; i++)
            {
                var record = JsonNode.Parse(text)!.AsObject();
                for (var field = 0; field < 500; field += 10)
                {
                    record[$"field{field}"] = $"unique {i} {field}";
                }
                yield return record;
            }
        }
        var watch = Stopwatch.StartNew();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var model = DiscoveredModel.Infer(Many(), "many");
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(
            (500, true, false),
            (model.Fields().Count, model.Fields()[0].IsUnique, model.Fields()[1].IsUnique)
        );
        Assert.InRange(grown, long.MinValue, 20_000_000);
        // It takes seconds; the bound is for slow machines that do other things too.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
    }

    private static JsonObject Infer(string values)
    {
        var records = JsonDocument
            .Parse(values)
            .RootElement.EnumerateArray()
            .Select(value => $"{{\"f\":{value.GetRawText()}}}");
        return DiscoveredModel.Infer(Parse(records), "values").Schema["properties"]!["f"]!.AsObject();
    }

    private static IEnumerable<JsonObject> Parse(IEnumerable<string> records) =>
        records.Select(record => JsonNode.Parse(record)!.AsObject());
}
