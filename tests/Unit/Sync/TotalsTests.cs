using System.Text.Json.Nodes;
using CsCheck;
using IntegrationFunctions.Connectors.Sync;

namespace IntegrationFunctions.Tests.Unit.Sync;

public sealed class TotalsTests
{
    private static readonly Gen<(string Key, JsonObject Raw, decimal Amount, string Currency)> Record = Gen.Select(
        Gen.String[Gen.Char['a', 'z'], 1, 8],
        Gen.Int,
        Gen.Int[-100_000, 100_000],
        Gen.Int[0, 2].Select(i => new[] { "EUR", "USD", "CHF" }[i]),
        (key, value, cents, currency) => (key, new JsonObject { ["v"] = value }, cents / 100m, currency)
    );

    [Fact]
    public void The_order_of_the_records_plays_no_part() =>
        Record
            .Array[0, 20]
            .Sample(records =>
            {
                var (there, back) = (Of(records), Of(records.Reverse()));
                return Totals.Difference(there, back) is null && there.Hash == back.Hash;
            });

    [Fact]
    public void Totals_go_on_from_what_they_were_written_down_as() =>
        Gen.Select(Record.Array[0, 20], Record.Array[0, 20])
            .Sample(
                (first, second) =>
                {
                    var whole = Of(first.Concat(second));
                    var half = Of(first);
                    var resumed = new Totals(half.Count, half.Sums, half.Hash);
                    AddTo(resumed, second);
                    return Totals.Difference(whole, resumed) is null;
                }
            );

    [Fact]
    public void A_lost_record_a_changed_amount_and_a_changed_field_each_show()
    {
        (string, JsonObject, decimal, string)[] records =
        [
            ("a", new JsonObject { ["v"] = 1 }, 10.10m, "EUR"),
            ("b", new JsonObject { ["v"] = 2 }, 20.20m, "EUR"),
        ];
        var source = Of(records);

        Assert.Equal("The source has 2 records, the store 1.", Totals.Difference(source, Of(records[..1])));
        Assert.Equal(
            "The sum in EUR is 30.30 at the source and 30.31 in the store.",
            Totals.Difference(source, Of([records[0], records[1] with { Item3 = 20.21m }]))
        );
        Assert.Equal(
            "Count and sums are equal, but some record's content differs.",
            Totals.Difference(source, Of([records[0], records[1] with { Item2 = new JsonObject { ["v"] = 3 } }]))
        );
    }

    [Fact]
    public void Amounts_that_are_swapped_between_two_records_show_in_the_hash()
    {
        var left = Of([
            ("a", new JsonObject { ["x"] = "1.00" }, 1m, "EUR"),
            ("b", new JsonObject { ["x"] = "2.00" }, 2m, "EUR"),
        ]);
        var right = Of([
            ("a", new JsonObject { ["x"] = "2.00" }, 2m, "EUR"),
            ("b", new JsonObject { ["x"] = "1.00" }, 1m, "EUR"),
        ]);

        Assert.NotNull(Totals.Difference(left, right));
    }

    [Fact]
    public void The_hash_carries_over_all_256_bits()
    {
        var all = new Totals(0, new Dictionary<string, decimal>(), new string('f', 64));
        all.Add("a", new JsonObject(), null, null);
        var one = new Totals();
        one.Add("a", new JsonObject(), null, null);

        // ff..ff is -1: adding x gives x - 1.
        Assert.Equal(
            System.Numerics.BigInteger.Parse("0" + one.Hash, System.Globalization.NumberStyles.HexNumber) - 1,
            System.Numerics.BigInteger.Parse("0" + all.Hash, System.Globalization.NumberStyles.HexNumber)
        );
    }

    [Theory]
    [InlineData("""{"a":1,"b":{"c":2,"d":[1,2]}}""", """{"b":{"d":[1,2],"c":2},"a":1}""", true)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("""{"a":1.0}""", """{"a":1.00}""", false)]
    [InlineData("""{"a":null}""", """{}""", false)]
    public void A_record_is_unchanged_whatever_the_order_of_its_members(string left, string right, bool same) =>
        Assert.Equal(same, RecordHash.Of(JsonNode.Parse(left)!) == RecordHash.Of(JsonNode.Parse(right)!));

    private static readonly Gen<JsonNode?> Leaf = Gen.OneOf(
        Gen.String.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Decimal.Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Double[-1e30, 1e30].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Bool.Select(truth => (JsonNode?)JsonValue.Create(truth)),
        Gen.DateTimeOffset.Select(time => (JsonNode?)JsonValue.Create(time)),
        Gen.Const((JsonNode?)null)
    );

    [Fact]
    public void A_record_has_the_same_hash_as_it_came_and_as_it_is_read_back() =>
        Gen.Select(
                Gen.Dictionary(Gen.String, Leaf)[0, 6],
                Gen.Dictionary(Gen.String[Gen.Char['a', 'e'], 1, 2], Leaf)[0, 6],
                Leaf.Array[0, 3]
            )
            .Sample(
                (outer, inner, list) =>
                {
                    var record = new JsonObject(outer.Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())))
                    {
                        ["inner"] = new JsonObject(
                            inner.Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))
                        ),
                        ["list"] = new JsonArray([.. list.Select(item => item?.DeepClone())]),
                    };
                    using var stored = System.Text.Json.JsonDocument.Parse(record.ToJsonString());
                    var (source, store) = (new Totals(), new Totals());
                    source.Add("key", record, null, null);
                    store.Add("key", stored.RootElement, null, null);
                    return source.Hash == store.Hash
                        && RecordHash.Of(record) == RecordHash.Of(JsonNode.Parse(record.ToJsonString())!);
                }
            );

    private static Totals Of(IEnumerable<(string Key, JsonObject Raw, decimal Amount, string Currency)> records)
    {
        var totals = new Totals();
        AddTo(totals, records);
        return totals;
    }

    private static void AddTo(
        Totals totals,
        IEnumerable<(string Key, JsonObject Raw, decimal Amount, string Currency)> records
    )
    {
        foreach (var (key, raw, amount, currency) in records)
        {
            totals.Add(key, raw, amount, currency);
        }
    }
}
