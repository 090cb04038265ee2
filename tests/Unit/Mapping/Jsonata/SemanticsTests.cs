using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Json;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

/// <summary>What expressions mean, by tables of one expression a line.</summary>
public sealed class SemanticsTests
{
    private const string Input = """
        {
          "a": 1, "b": [1, 2, 3], "c": {"d": "x", "e": [{"f": 1, "g": "p"}, {"f": 2, "g": "q"}, {"f": [3, 4]}]},
          "n": null, "t": true, "s": "hello world", "arr": [[1, 2], [3, [4]]], "empty": [], "eo": {},
          "people": [
            {"name": "Ann", "age": 30, "kids": [{"name": "Bo"}, {"name": "Cy", "age": 3}]},
            {"name": "Dan", "age": 25},
            {"name": "Eve", "age": 30, "kids": []}
          ]
        }
        """;

    [Fact]
    public void Operators_paths_and_variables_give_what_the_reference_gives() => Check(SemanticsOfLanguage.Rows);

    [Fact]
    public void Functions_give_what_the_reference_gives() => Check(SemanticsOfFunctions.Rows);

    private static void Check(string rows)
    {
        var failures = new List<string>();
        foreach (var row in rows.Split('\n'))
        {
            var at = row.LastIndexOf(" → ", StringComparison.Ordinal);
            var (expression, expected) = (row[..at], row[(at + 3)..]);
            var got = Evaluated.Text(expression, Input);
            if (expected != got && !AreEqual(expected, got))
            {
                failures.Add($"{expression}: expected {expected}, got {got}");
            }
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    // Names in whatever order, characters in whatever escapes.
    private static bool AreEqual(string expected, string got)
    {
        try
        {
            var both = JsonText.Read($$"""{"x":{{expected}},"y":{{got}}}""");
            return JsonataExpression.Compile("x = y").Evaluate(both).AsBoolean;
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or JsonataException)
        {
            return false;
        }
    }
}
