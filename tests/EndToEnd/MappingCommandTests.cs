using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.EndToEnd;

public sealed class MappingCommandTests : IDisposable
{
    private const string Mapping = """
        { "name": "items", "target": "item", "rules": [
          { "target": "id", "source": "No", "twoWay": true }, { "target": "name", "source": "Text", "required": true } ] }
        """;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Records_are_mapped_and_faults_are_told()
    {
        var (mapping, input) = await Files(Mapping, """[{ "No": "1", "Text": "Screw" }, { "No": "2" }]""");
        var outcome = await Cli.Run(Ct, "map", "--mapping", mapping, "--input", input);
        Assert.Equal((1, """{"id":"1","name":"Screw"}"""), (outcome.ExitCode, outcome.Out.Trim()));
        Assert.Contains("record 2: /name:", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("2 records, 1 with faults", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_a_line_is_explained_and_mapped_back()
    {
        var (mapping, input) = await Files(
            Mapping,
            "{ \"No\": \"1\", \"Text\": \"Screw\" }\n{ \"No\": \"2\", \"Text\": \"Nut\" }\n"
        );
        var explained = await Cli.Run(Ct, "map", "--mapping", mapping, "--input", input, "--explain");
        Assert.Equal(0, explained.ExitCode);
        Assert.Contains(
            """{"field":"/name","value":"Nut","rule":"/rules/1","version":1,"sources":[{"field":"/Text","value":"Nut"}]""",
            explained.Out,
            StringComparison.Ordinal
        );
        var (_, target) = await Files(Mapping, """{ "id": "1", "name": "Screw" }""");
        var back = await Cli.Run(Ct, "map", "--mapping", mapping, "--input", target, "--back");
        Assert.Equal((0, """{"No":"1"}"""), (back.ExitCode, back.Out.Trim()));
    }

    [Fact]
    public async Task A_key_and_value_maps_come_from_beside_the_mapping()
    {
        var (mapping, input) = await Files(
            """
            { "name": "items", "target": "item", "rules": [
              { "target": "id", "expression": "$key", "required": true }, { "target": "name", "source": "Text" },
              { "target": "unit", "source": "Unit", "valueMap": "units" }, { "target": "kind", "source": "Kind", "valueMap": "kinds" } ] }
            """,
            """{ "Plant": "1010", "No": 7, "Text": "Screw", "Unit": "ST", "Kind": "X" }"""
        );
        string[] arguments = ["map", "--mapping", mapping, "--input", input, "--key", "Plant & '-' & No"];
        var without = await Cli.Run(Ct, arguments);
        Assert.Equal(1, without.ExitCode);
        Assert.Contains("/rules/2/valueMap: There is no value map 'units'", without.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(_folder.File("units.csv"), "de;vers\nST;piece\n", Ct);
        await File.WriteAllTextAsync(_folder.File("kinds.json"), """{ "entries": [], "default": "goods" }""", Ct);
        var mapped = await Cli.Run(Ct, [.. arguments, "--value-maps", _folder.Path]);
        Assert.True(mapped.ExitCode == 0, mapped.Error);
        Assert.Equal("""{"id":"1010-7","name":"Screw","unit":"piece","kind":"goods"}""", mapped.Out.Trim());

        await File.WriteAllTextAsync(_folder.File("units.csv"), "de;vers\nST\n", Ct);
        var wrong = await Cli.Run(Ct, [.. arguments, "--value-maps", _folder.Path]);
        Assert.Contains("Line 2", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_changed_mapping_makes_otherwise_is_said_record_by_record_and_counted_by_field()
    {
        var (mapping, input) = await Files(
            Mapping,
            """[{ "No": "1", "Text": "Screw" }, { "No": "2", "Text": "NUT" }, { "No": "3", "Text": "Bolt", "Price": "x" }]"""
        );
        var changed = _folder.File("changed.json");
        await File.WriteAllTextAsync(
            changed,
            """
            { "name": "items", "target": "item", "rules": [
              { "target": "id", "source": "No" }, { "target": "name", "source": "Text", "format": ["upper"] },
              { "target": "salesPrice", "source": "Price", "format": ["decimal"] } ] }
            """,
            Ct
        );
        string[] arguments = ["map-diff", "--mapping", changed, "--against", mapping, "--input", input, "--key", "No"];
        var outcome = await Cli.Run(Ct, arguments);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(
            [
                """{"record":1,"key":"1","differences":[{"field":"/name","before":"Screw","after":"SCREW"}]}""",
                """{"record":3,"key":"3","differences":[{"field":"/name","before":"Bolt","after":"BOLT"}]}""",
            ],
            outcome.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        );
        Assert.Contains(
            "3 records, 2 differ (/name 2), 1 with faults that had none",
            outcome.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("record 3: /salesPrice:", outcome.Error, StringComparison.Ordinal);

        var same = await Cli.Run(Ct, "map-diff", "--mapping", mapping, "--against", mapping, "--input", input);
        Assert.Equal((0, ""), (same.ExitCode, same.Out));
    }

    [Theory]
    [InlineData(
        """{ "name": "items", "target": "item", "rules": [], "colour": 1 }""",
        "$.colour",
        "no member 'colour'"
    )]
    [InlineData("""{ "name": "items", "rules": [] }""", "$", "needs name, target and rules")]
    [InlineData(
        """{ "name": "items", "target": "item", "rules": [ { "target": 1 } ] }""",
        "$.rules[0].target",
        "another type"
    )]
    [InlineData("[]", "$", "another type")]
    [InlineData("{ ", "line 1", "not JSON")]
    [InlineData("""{ "name": "items", "target": "things", "rules": [] }""", "/target", "There is no model 'things'")]
    public async Task What_is_no_mapping_is_told_with_its_place(string mapping, string place, string message)
    {
        var (file, input) = await Files(mapping, "{}");
        var outcome = await Cli.Run(Ct, "map", "--mapping", file, "--input", input);
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
        Assert.Contains(place, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expression_is_evaluated_over_a_file()
    {
        var (input, _) = await Files("""{ "n": 12345678901234567.89, "lines": [1, 2] }""", "");
        var outcome = await Cli.Run(Ct, "jsonata", "$string($sum(lines)) & '/' & n", "--input", input);
        Assert.Equal((0, "\"3/12345678901234567.89\""), (outcome.ExitCode, outcome.Out.Trim()));
        Assert.Equal("0.3", (await Cli.Run(Ct, "jsonata", "0.1 + 0.2", "--decimals")).Out.Trim());
    }

    [Fact]
    public async Task An_expression_that_is_wrong_is_shown_with_a_mark()
    {
        var outcome = await Cli.Run(Ct, "jsonata", "{ 'a': [1, 2 }");
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Out));
        var lines = outcome.Error.TrimEnd().Split('\n');
        Assert.StartsWith("integration-functions: S0202: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(lines[1].IndexOf('}', StringComparison.Ordinal), lines[2].IndexOf('^', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cases_are_run_and_counted()
    {
        var (cases, _) = await Files(
            """
            { "id": "a", "expr": "1 + 1", "result": 2 }
            { "id": "b", "expr": "x.y", "data": { "x": { "y": 1 } }, "result": 2 }
            { "id": "c", "expr": "1 +", "code": "S0207" }
            { "id": "d", "expr": "z", "data": {}, "undefinedResult": true }
            """,
            ""
        );
        var outcome = await Cli.Run(Ct, "jsonata", "test", cases);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("failed b: expected 2, got 1", outcome.Out, StringComparison.Ordinal);
        Assert.EndsWith("passed 3 of 4", outcome.Out.TrimEnd(), StringComparison.Ordinal);
    }

    private async Task<(string First, string Second)> Files(string first, string second)
    {
        var (one, two) = (_folder.File($"{Guid.NewGuid():N}.json"), _folder.File($"{Guid.NewGuid():N}.json"));
        await File.WriteAllTextAsync(one, first, Ct);
        await File.WriteAllTextAsync(two, second, Ct);
        return (one, two);
    }
}
