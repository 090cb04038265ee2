using System.Globalization;
using CsCheck;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Tests.Unit.Mapping.Rules;

/// <summary>What goes there comes back: on every field that a mapping declares two-way, to the digit.</summary>
public sealed class RoundTripTests
{
    private const string Rules = """
        { "target": "id", "source": "Id", "twoWay": true }, { "target": "name", "source": "Texts.Name", "twoWay": true },
        { "target": "salesPrice", "source": "Cents", "format": ["minor-units:2"], "twoWay": true },
        { "target": "purchasePrice", "source": "Cost", "format": ["number"], "twoWay": true },
        { "target": "active", "source": "Flag", "format": ["flag:X,"], "twoWay": true },
        { "target": "unit", "source": "Unit", "valueMap": "units", "twoWay": true },
        { "target": "changedOn", "source": "`Changed.On`", "format": ["date:yyyyMMdd"], "twoWay": true }
        """;

    private const string Maps = """
        , "valueMaps": { "units": { "entries": [ { "from": "ST", "to": "piece" }, { "from": "KG", "to": "kilogram" }, { "from": "H", "to": "hour" } ] } }
        """;

    private static readonly Gen<string> Digits = Gen.Select(
            Gen.Long[-999_999_999_999_999, 999_999_999_999_999],
            Gen.Int[0, 8]
        )
        .Select(
            (value, places) =>
                new decimal(Math.Abs(value)) is var whole && places == 0
                    ? value.ToString(CultureInfo.InvariantCulture)
                    : $"{(value < 0 ? "-" : "")}{whole.ToString(CultureInfo.InvariantCulture)}.{value & 7}".PadRight(
                        places,
                        '0'
                    )
        );

    [Fact]
    public void What_goes_there_comes_back()
    {
        var mapping = MappingTests.Compiled("item", Rules, Maps);
        Gen.Select(
                Gen.String[1, 20],
                Gen.Long[-1_000_000_000_000, 1_000_000_000_000],
                Digits,
                Gen.Bool,
                Gen.Int[0, 2].Select(i => new[] { "ST", "KG", "H" }[i]),
                Gen.Date
            )
            .Sample(
                (name, cents, cost, flag, unit, date) =>
                {
                    var record = JsonText.Read(
                        $$"""
                        { "Id": "1", "Texts": { "Name": {{JsonText.Write(JsonataValue.Of(Clean(name)))}} }, "Cents": "{{cents.ToString(
                            CultureInfo.InvariantCulture
                        )}}",
                          "Cost": {{cost}}, "Flag": "{{(flag ? "X" : "")}}", "Unit": "{{unit}}",
                          "Changed.On": "{{date.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}}" }
                        """
                    );
                    var there = mapping.Apply(record);
                    Assert.Empty(there.Faults);
                    var back = mapping.Back(there.Target);
                    Assert.Empty(back.Faults);
                    Assert.Equal(JsonText.Write(record), JsonText.Write(back.Target));
                }
            );
    }

    [Fact]
    public void Lists_go_back_entry_by_entry_and_expressions_by_their_own()
    {
        var mapping = MappingTests.Compiled(
            "business-partner",
            """
            { "target": "id", "source": "Id" }, { "target": "name", "expression": "First & ' ' & Last",
              "back": { "source": "Last", "expression": "$substringAfter(name, ' ')" } },
            { "target": "isCustomer", "value": true }, { "target": "isSupplier", "value": false },
            { "target": "bankAccounts", "each": "Banks", "rules": [
                { "target": "iban", "source": "Account.Iban", "twoWay": true }, { "target": "holder", "source": "Holder" } ] }
            """
        );
        var there = mapping.Apply(
            JsonText.Read(
                """{ "Id": "1", "First": "Ada", "Last": "King", "Banks": [ { "Account": { "Iban": "X1" }, "Holder": "A" } ] }"""
            )
        );
        Assert.Equal(
            """{"Last":"King","Banks":[{"Account":{"Iban":"X1"}}]}""",
            JsonText.Write(mapping.Back(there.Target).Target)
        );
    }

    [Fact]
    public void What_no_entry_leads_to_is_told()
    {
        var mapping = MappingTests.Compiled("item", Rules, Maps);
        var back = mapping.Back(JsonText.Read("""{ "id": "1", "unit": "litre", "salesPrice": "1.005" }"""));
        Assert.Equal(["mapping-format", "mapping-value-not-found"], back.Faults.Select(fault => fault.Code).Order());
    }

    // Lone surrogates are no text that JSON in UTF-8 could carry; an empty name would be nothing.
    private static string Clean(string text)
    {
        var clean = string.Concat(text.Where(c => !char.IsSurrogate(c)));
        return clean.Length == 0 ? "x" : clean;
    }
}
