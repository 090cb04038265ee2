using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Updates;

namespace IntegrationFunctions.Tests.Unit.Documents;

public sealed class FieldChangesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 10, 0, 0, TimeSpan.FromHours(1));

    private static string Apply(string json, DocumentUpdate update) =>
        Encoding.UTF8.GetString(FieldChanges.Apply(Encoding.UTF8.GetBytes(json), update, Now));

    private static JsonNode? Node(string json) => JsonNode.Parse(json);

    [Fact]
    public void What_is_not_touched_keeps_its_bytes()
    {
        const string json =
            """{ "a" : 12345678901234567890.10, "e":1E400,"\u00e9":"\ud83d\ude00 \/" , "o":{"x" : [1.0, -0.0]}, "n":{"k":1.50,"l":2}}""";
        Assert.Equal(
            """{"a":12345678901234567890.10,"e":1E400,"\u00e9":"\ud83d\ude00 \/","o":{"x" : [1.0, -0.0]},"n":{"k":1.50,"l":3}}""",
            Apply(json, new DocumentUpdate().Set("n.l", 3))
        );
    }

    [Theory]
    [InlineData("""{}""", "a.b.c", """{"a":{"b":{"c":1}}}""")]
    [InlineData("""{"a":5}""", "a.b", """{"a":{"b":1}}""")]
    [InlineData("""{"a":[{}]}""", "a.b", """{"a":{"b":1}}""")]
    [InlineData("""{"a":null,"z":0}""", "a", """{"a":1,"z":0}""")]
    [InlineData("""{"a":2,"a":3,"z":0}""", "a", """{"a":1,"z":0}""")]
    [InlineData("""{"\u0061":2}""", "a", """{"\u0061":1}""")]
    [InlineData("""{"\ud800":2}""", "a", """{"\ud800":2,"a":1}""")]
    public void A_field_is_set_and_its_parents_are_made(string json, string field, string expected)
    {
        Assert.Equal(expected, Apply(json, new DocumentUpdate().Set(field, 1)));
    }

    [Fact]
    public void A_set_null_is_there()
    {
        Assert.Equal("""{"a":null}""", Apply("{}", new DocumentUpdate().Set("a", null)));
    }

    [Theory]
    [InlineData("""{"a":1,"b":2}""", "a", """{"b":2}""")]
    [InlineData("""{"a":{"b":1}}""", "a.b", """{"a":{}}""")]
    [InlineData("""{"a":1}""", "b", """{"a":1}""")]
    [InlineData("""{"a":1}""", "a.b", """{"a":1}""")]
    [InlineData("""{"a":1}""", "x.y.z", """{"a":1}""")]
    public void A_field_is_removed_and_nothing_is_made_for_it(string json, string field, string expected)
    {
        Assert.Equal(expected, Apply(json, new DocumentUpdate().Remove(field)));
    }

    [Theory]
    [InlineData("1", "1", "2")]
    [InlineData("1.10", "0.05", "1.15")]
    [InlineData("1.10", "0.90", "2.00")]
    [InlineData("0.1", "0.2", "0.3")]
    [InlineData("-0.05", "0.01", "-0.04")]
    [InlineData("1e2", "1", "101")]
    [InlineData("15E-1", "1", "2.5")]
    [InlineData("79228162514264337593543950334", "1", "79228162514264337593543950335")]
    [InlineData("\"1\"", "2.50", "2.50")]
    [InlineData("null", "-1", "-1")]
    [InlineData("[1]", "1", "1")]
    public void A_sum_is_exact(string stored, string by, string expected)
    {
        var update = new DocumentUpdate().Increment("a", decimal.Parse(by, CultureInfo.InvariantCulture));
        Assert.Equal($$"""{"a":{{expected}}}""", Apply($$"""{"a":{{stored}}}""", update));
    }

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("12345678901234567890.12345678901234567890")]
    [InlineData("1E400")]
    [InlineData("1E-400")]
    [InlineData("1E99999999999999999999")]
    public void A_sum_that_no_decimal_holds_is_an_error_that_names_the_field(string stored)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Apply($$"""{"a":{"b":{{stored}} } }""", new DocumentUpdate().Increment("a.b", 1))
        );
        Assert.Contains("'a.b'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_the_same_by_what_they_say()
    {
        var update = new DocumentUpdate().ArrayUnion(
            "a",
            Node("1"),
            Node("1.0"),
            Node("1e0"),
            Node("""{"y":2,"x":1}"""),
            Node("\"A\""),
            Node("-0.0"),
            null,
            Node("[1,2]"),
            Node("[2,1]"),
            Node("7"),
            Node("7.00")
        );
        Assert.Equal(
            """{"a":[1.00,{"x":1,"y":2.0},"\u0041",0,null,[1,2],[2,1],7]}""",
            Apply("""{"a":[1.00,{"x":1,"y":2.0},"\u0041",0]}""", update)
        );
    }

    [Fact]
    public void A_number_differs_from_one_that_a_double_could_not_tell_apart()
    {
        Assert.Equal(
            """{"a":[12345678901234567890,12345678901234567891]}""",
            Apply(
                """{"a":[12345678901234567890]}""",
                new DocumentUpdate().ArrayUnion("a", Node("12345678901234567891"))
            )
        );
    }

    [Fact]
    public void Values_are_taken_out_wherever_they_stand()
    {
        var update = new DocumentUpdate().ArrayRemove("a", Node("1"), Node("{}"), null);
        Assert.Equal("""{"a":[2.50,"1"]}""", Apply("""{"a":[1,2.50,1.0,null,"1",{ }]}""", update));
        Assert.Equal("""{"a":[]}""", Apply("""{"a":5}""", update));
        Assert.Equal("""{"a":[]}""", Apply("{}", update));
    }

    [Fact]
    public void The_time_is_that_of_the_commit()
    {
        Assert.Equal("""{"at":"2026-01-31T09:00:00.0000000Z"}""", Apply("{}", new DocumentUpdate().ServerTime("at")));
    }

    [Fact]
    public void Changes_are_carried_out_in_their_order()
    {
        var update = new DocumentUpdate().Set("a", 1).Increment("a", 2).Remove("b").Set("b.c", 1).Remove("b.c");
        Assert.Equal("""{"a":3,"b":{}}""", Apply("""{"b":[1]}""", update));
    }

    private static readonly Gen<string> Names = Gen.OneOf(Gen.Const("a"), Gen.Const("b"), Gen.Const("c"));

    private static readonly Gen<JsonNode?> Leaves = Gen.OneOf(
        Gen.Int[-3, 3].Select(n => (JsonNode?)JsonValue.Create(n)),
        Gen.OneOf("1.0", "1e0", "2.50", "null", "\"x\"", "[1]", "true").Select(text => JsonNode.Parse(text))
    );

    private static readonly Gen<JsonNode?> Trees = Gen.Recursive<JsonNode?>(
        (depth, tree) =>
            depth > 2
                ? Leaves
                : Gen.Frequency(
                    (2, Leaves),
                    (1, tree.Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(Copy)]))),
                    (3, Names.Select(tree).Array[0, 3].Select(Object))
                )
    );

    private static readonly Gen<FieldChange> Changes = Gen.Select(
        Gen.Enum<FieldVerb>(),
        Names.Array[1, 3],
        Leaves.Array[1, 3],
        Gen.Int[-1000, 1000],
        (verb, names, values, cents) =>
            new FieldChange(
                verb,
                string.Join('.', names),
                verb switch
                {
                    FieldVerb.Set => Copy(values[0]),
                    FieldVerb.Increment => JsonValue.Create(cents / 100m),
                    FieldVerb.ArrayUnion or FieldVerb.ArrayRemove => new JsonArray([.. values.Select(Copy)]),
                    _ => null,
                }
            )
    );

    private static JsonNode? Object((string Name, JsonNode? Value)[] members)
    {
        var result = new JsonObject();
        foreach (var (name, value) in members)
        {
            result[name] = Copy(value);
        }
        return result;
    }

    private static JsonNode? Copy(JsonNode? node) => node?.DeepClone();

    [Fact]
    public void Any_update_of_any_document_does_what_a_tree_of_nodes_would()
    {
        Gen.Select(Trees.Where(t => t is JsonObject), Changes.Array[0, 5])
            .Sample(
                (tree, changes) =>
                {
                    var update = new DocumentUpdate();
                    var model = tree!.DeepClone().AsObject();
                    foreach (var change in changes)
                    {
                        Say(update, change);
                        Change(model, change);
                    }
                    var expected = JsonElement.Parse(model.ToJsonString());
                    var actual = JsonElement.Parse(Apply(tree.ToJsonString(), update));
                    Assert.True(JsonElement.DeepEquals(expected, actual), $"{expected} is not {actual}");
                },
                iter: 2000
            );
    }

    private static void Say(DocumentUpdate update, FieldChange change) =>
        _ = change.Verb switch
        {
            FieldVerb.Set => update.Set(change.Field, change.Value),
            FieldVerb.Remove => update.Remove(change.Field),
            FieldVerb.Increment => update.Increment(change.Field, change.Value!.GetValue<decimal>()),
            FieldVerb.ArrayUnion => update.ArrayUnion(change.Field, change.Value!.AsArray()),
            FieldVerb.ArrayRemove => update.ArrayRemove(change.Field, change.Value!.AsArray()),
            _ => update.ServerTime(change.Field),
        };

    // As plainly as it can be said with mutable nodes; the numbers here are small, so a decimal is exact.
    private static void Change(JsonObject root, FieldChange change)
    {
        var names = change.Field.Split('.');
        var parent = root;
        foreach (var name in names[..^1])
        {
            if (parent[name] is not JsonObject child)
            {
                if (change.Verb == FieldVerb.Remove)
                {
                    return;
                }
                parent[name] = child = [];
            }
            parent = child;
        }
        var last = names[^1];
        var old = parent[last];
        if (change.Verb == FieldVerb.Remove)
        {
            parent.Remove(last);
            return;
        }
        var items = old is JsonArray array ? array.Select(Copy).ToList() : [];
        parent[last] = change.Verb switch
        {
            FieldVerb.Set => Copy(change.Value),
            FieldVerb.ServerTime => "2026-01-31T09:00:00.0000000Z",
            FieldVerb.Increment => JsonValue.Create(
                (
                    old?.GetValueKind() == JsonValueKind.Number
                        ? decimal.Parse(old.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)
                        : 0
                ) + change.Value!.GetValue<decimal>()
            ),
            FieldVerb.ArrayUnion => new JsonArray([.. change.Value!.AsArray().Aggregate(items, Added)]),
            _ => new JsonArray([
                .. items.Where(item => !change.Value!.AsArray().Any(v => JsonNode.DeepEquals(v, item))),
            ]),
        };
    }

    private static List<JsonNode?> Added(List<JsonNode?> items, JsonNode? value) =>
        items.Exists(item => JsonNode.DeepEquals(item, value)) ? items : [.. items, Copy(value)];
}
