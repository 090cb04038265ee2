using System.Text.Json;

namespace IntegrationFunctions.Tests.Unit.Sandbox;

public sealed class SapPagingTests(SandboxServer server) : IClassFixture<SandboxServer>
{
    [Fact]
    public async Task Pages_cover_each_record_exactly_once_and_add_up_to_the_records_of_the_world()
    {
        var world = await server.NewWorld(10_000);
        var partners = await server.GetAll(
            SandboxServer.Partners(world, "?$expand=to_BusinessPartnerBank&$format=json")
        );
        var items = await server.GetAll(SandboxServer.OpenItems(world));
        var keys = partners
            .Select(p => p.GetProperty("__metadata").GetProperty("uri").GetString())
            .Concat(items.Select(i => i.GetProperty("__metadata").GetProperty("uri").GetString()))
            .ToHashSet();
        Assert.Equal(4_000, partners.Count);
        Assert.Equal(6_000, items.Count);
        Assert.Equal(10_000, keys.Count);
    }

    [Theory]
    [InlineData(10, 4, 6)]
    [InlineData(11, 4, 7)]
    [InlineData(1_001, 400, 601)]
    [InlineData(1_000_000, 400_000, 600_000)]
    public async Task A_world_of_any_size_splits_into_partners_and_items(int records, int partners, int items)
    {
        var world = await server.NewWorld(records);
        Assert.Equal(partners.ToString(), await Text(SandboxServer.Partners(world, "/$count")));
        Assert.Equal(items.ToString(), await Text(SandboxServer.OpenItems(world, "/$count")));
        var last = await server.Get(SandboxServer.OpenItems(world, $"?$skip={items - 1}&$inlinecount=allpages"));
        Assert.Single(last.GetProperty("results").EnumerateArray());
        Assert.Equal(items.ToString(), last.GetProperty("__count").GetString());
    }

    [Fact]
    public async Task A_page_has_at_most_500_entities_and_an_absolute_link_to_the_next()
    {
        var world = await server.NewWorld(2_000);
        var first = await server.Get(
            SandboxServer.Partners(world, "?$filter=BusinessPartner ne ''&$inlinecount=allpages")
        );
        Assert.Equal(500, first.GetProperty("results").GetArrayLength());
        Assert.Equal("800", first.GetProperty("__count").GetString());
        var next = new Uri(first.GetProperty("__next").GetString()!);
        Assert.True(next.IsAbsoluteUri);
        Assert.Contains("$skiptoken=", next.Query, StringComparison.Ordinal);
        var second = await server.Get(next.AbsoluteUri);
        Assert.Equal(300, second.GetProperty("results").GetArrayLength());
        Assert.Equal("800", second.GetProperty("__count").GetString());
        Assert.False(second.TryGetProperty("__next", out _));
    }

    [Theory]
    [InlineData("?$top=700", 700)]
    [InlineData("?$top=500", 500)]
    [InlineData("?$top=3", 3)]
    [InlineData("?$top=0", 0)]
    [InlineData("?$skip=10&$top=600", 600)]
    [InlineData("?$skip=790", 10)]
    [InlineData("?$skip=5000", 0)]
    [InlineData("?$skip=10&$top=600&$filter=BusinessPartner ne 'x'", 600)]
    [InlineData("?$skip=10&$orderby=SearchTerm1 desc", 790)]
    public async Task Top_and_skip_count_over_all_pages(string query, int expected)
    {
        var world = await server.NewWorld(2_000);
        var all = await server.GetAll(SandboxServer.Partners(world, query));
        Assert.Equal(expected, all.Select(Key).Distinct().Count());
        Assert.Equal(expected, all.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&$filter=Supplier ne ''")]
    [InlineData("&$orderby=OrganizationBPName1")]
    [InlineData("&$orderby=LastChangeDate desc,LastChangeTime desc")]
    public async Task Records_that_change_between_two_pages_are_neither_missed_nor_repeated(string options)
    {
        var world = await server.NewWorld(8_000);
        var uri = SandboxServer.Partners(world, $"?$select=BusinessPartner{options}");
        var expected = (await server.GetAll(uri)).Select(Key).Order().ToArray();
        var first = await server.Get(uri);
        await SapWriteTests.Office(server, world, 3_000, "between pages");
        var rest = await server.GetAll(first.GetProperty("__next").GetString()!);
        var seen = first.GetProperty("results").EnumerateArray().Concat(rest).Select(Key).Order().ToArray();
        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task A_sorted_list_comes_in_order_over_its_pages()
    {
        var world = await server.NewWorld(3_000);
        var items = await server.GetAll(
            SandboxServer.OpenItems(world, "?$orderby=TransactionCurrency desc,AmountInTransactionCurrency")
        );
        var order = items
            .Select(i => (Currency: i.GetProperty("TransactionCurrency").GetString()!, Amount: Amount(i)))
            .ToArray();
        Assert.Equal(order.OrderByDescending(o => o.Currency, StringComparer.Ordinal).ThenBy(o => o.Amount), order);
    }

    [Theory]
    [InlineData("?$skiptoken=nonsense")]
    [InlineData("?$top=-1")]
    [InlineData("?$skip=many")]
    [InlineData("?$inlinecount=some")]
    [InlineData("?$search=abc")]
    [InlineData("?$orderby=Nothing")]
    [InlineData("?$orderby=BusinessPartner up")]
    [InlineData("?$select=Nothing")]
    [InlineData("?$expand=to_Nothing")]
    [InlineData("?$format=atom")]
    public async Task Options_that_make_no_sense_are_refused(string query)
    {
        var world = await server.NewWorld();
        Assert.NotEqual("", await server.Error(400, SandboxServer.Partners(world, query)));
    }

    private static string Key(JsonElement partner) => partner.GetProperty("BusinessPartner").GetString()!;

    private static decimal Amount(JsonElement item) =>
        decimal.Parse(
            item.GetProperty("AmountInTransactionCurrency").GetString()!,
            System.Globalization.CultureInfo.InvariantCulture
        );

    private async Task<string> Text(string uri)
    {
        using var response = await server.Send(HttpMethod.Get, uri);
        return await response.Content.ReadAsStringAsync();
    }
}
