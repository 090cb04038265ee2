using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Tests.Unit.Mapping.Rules;

public sealed class CanonicalModelTests
{
    public static TheoryData<string> Names => [.. CanonicalModels.All.Select(model => model.Name)];

    [Fact]
    public void There_are_thirteen() => Assert.Equal(13, CanonicalModels.All.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_is_a_schema_with_titles_in_two_languages_and_knows_whom_it_refers_to(string name)
    {
        var model = CanonicalModels.Find(name)!;
        Assert.NotEmpty((await model.Schema()).ActualProperties);
        Check(model.Document);
        Assert.All(model.Document["required"]!.AsArray(), field => Assert.NotNull(model.Field((string)field!)));
    }

    [Fact]
    public async Task What_the_connectors_make_fits()
    {
        var partner = new BusinessPartner(
            "1",
            "Acme",
            true,
            false,
            "DE",
            false,
            new(2026, 1, 31),
            [new("DE89370400440532013000", null, "Acme")]
        );
        var invoice = new Invoice(
            "1010-2026-1-1",
            InvoiceKind.Payable,
            "4711",
            "1",
            null,
            "1010",
            -12.50m,
            "EUR",
            null,
            new(2026, 2, 28),
            "RF18539007547034"
        );
        Assert.Empty(
            await Faults("business-partner", JsonSerializer.Serialize(partner, ModelJson.Default.BusinessPartner))
        );
        Assert.Empty(await Faults("invoice", JsonSerializer.Serialize(invoice, ModelJson.Default.Invoice)));
    }

    [Fact]
    public async Task What_does_not_fit_is_found() =>
        Assert.Equal(
            3,
            (
                await Faults(
                    "payment",
                    """{ "id": "1", "direction": "up", "amount": 12.5, "currency": "EUR", "colour": 1 }"""
                )
            ).Count
        );

    private static async Task<IReadOnlyCollection<object>> Faults(string model, string json) =>
        [.. (await CanonicalModels.Find(model)!.Schema()).Validate(json)];

    private static void Check(JsonObject schema)
    {
        foreach (var (name, field) in schema["properties"]?.AsObject() ?? [])
        {
            var titles = ((string?)field!["title"], (string?)field["x-title-fr"]);
            Assert.False(string.IsNullOrWhiteSpace(titles.Item1) || string.IsNullOrWhiteSpace(titles.Item2), name);
            if ((string?)field["x-refers-to"] is { } other)
            {
                Assert.NotNull(CanonicalModels.Find(other));
            }
            Check(field.AsObject());
            if (field["items"] is JsonObject entries)
            {
                Check(entries);
            }
        }
    }
}
