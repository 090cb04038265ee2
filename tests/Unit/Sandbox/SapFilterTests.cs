using System.Globalization;
using System.Text.Json;

namespace IntegrationFunctions.Tests.Unit.Sandbox;

public sealed class SapFilterTests(SandboxServer server) : IClassFixture<SandboxServer>
{
    public static TheoryData<string, Func<JsonElement, bool>> Filters { get; } =
        new()
        {
            { "FinancialAccountType eq 'K'", i => Text(i, "FinancialAccountType") == "K" },
            { "FinancialAccountType ne 'K'", i => Text(i, "FinancialAccountType") != "K" },
            { "'K' eq FinancialAccountType", i => Text(i, "FinancialAccountType") == "K" },
            { "ClearingAccountingDocument eq ''", _ => true },
            { "ClearingDate eq null", _ => true },
            { "ClearingDate ne null", _ => false },
            { "NetDueDate le datetime'2026-03-02T00:00:00'", i => Date(i, "NetDueDate") <= Day(2026, 3, 2) },
            { "NetDueDate gt datetime'2026-03-02T00:00'", i => Date(i, "NetDueDate") > Day(2026, 3, 2) },
            {
                "PostingDate ge datetime'2026-01-05T00:00:00' and PostingDate lt datetime'2026-01-20T00:00:00'",
                i => Date(i, "PostingDate") >= Day(2026, 1, 5) && Date(i, "PostingDate") < Day(2026, 1, 20)
            },
            {
                "PostingDate eq datetime'2026-01-05T00:00:00' and FinancialAccountType eq 'D'",
                i => Date(i, "PostingDate") == Day(2026, 1, 5) && Text(i, "FinancialAccountType") == "D"
            },
            { "AmountInTransactionCurrency gt 1000", i => Amount(i) > 1000 },
            {
                "AmountInTransactionCurrency ge 1000.50M and AmountInTransactionCurrency lt 2.0E3",
                i => Amount(i) is >= 1000.50m and < 2000
            },
            { "AmountInTransactionCurrency lt -500L", i => Amount(i) < -500 },
            {
                "TransactionCurrency eq 'USD' or TransactionCurrency eq 'CHF' and FinancialAccountType eq 'K'",
                i =>
                    Text(i, "TransactionCurrency") == "USD"
                    || (Text(i, "TransactionCurrency") == "CHF" && Text(i, "FinancialAccountType") == "K")
            },
            {
                "(TransactionCurrency eq 'USD' or TransactionCurrency eq 'CHF') and FinancialAccountType eq 'K'",
                i => Text(i, "TransactionCurrency") is "USD" or "CHF" && Text(i, "FinancialAccountType") == "K"
            },
            { "not (TransactionCurrency eq 'EUR')", i => Text(i, "TransactionCurrency") != "EUR" },
            {
                "not startswith(DocumentReferenceID,'RE-') and TransactionCurrency eq 'EUR'",
                i =>
                    !Text(i, "DocumentReferenceID").StartsWith("RE-", StringComparison.Ordinal)
                    && Text(i, "TransactionCurrency") == "EUR"
            },
            {
                "substringof('GmbH', CustomerName) eq true",
                i => Text(i, "CustomerName").Contains("GmbH", StringComparison.Ordinal)
            },
            { "endswith(AccountingDocument,'7')", i => Text(i, "AccountingDocument").EndsWith('7') },
            {
                "AccountingDocument gt '1800000100' and AccountingDocument le '1800000200'",
                i =>
                    string.CompareOrdinal(Text(i, "AccountingDocument"), "1800000100") > 0
                    && string.CompareOrdinal(Text(i, "AccountingDocument"), "1800000200") <= 0
            },
            { "CustomerName eq 'O''Nobody'", _ => false },
            { "FiscalYear eq '2025'", i => Text(i, "FiscalYear") == "2025" },
        };

    [Theory]
    [MemberData(nameof(Filters), DisableDiscoveryEnumeration = true)]
    public async Task A_filter_gives_what_a_look_at_every_record_gives(string filter, Func<JsonElement, bool> expected)
    {
        var world = await server.NewWorld(2_500);
        var all = await server.GetAll(SandboxServer.OpenItems(world));
        var query = $"?$filter={Uri.EscapeDataString(filter)}";
        var found = await server.GetAll(SandboxServer.OpenItems(world, query));
        Assert.Equal(all.Where(expected).Select(Key), found.Select(Key));
        var (_, count) = await server.Read(HttpMethod.Get, SandboxServer.OpenItems(world, $"/$count{query}"));
        Assert.Equal(found.Count.ToString(CultureInfo.InvariantCulture), count);
    }

    [Theory]
    [InlineData("Nothing eq 'x'", "Nothing")]
    [InlineData("FinancialAccountType eq 5", "FinancialAccountType")]
    [InlineData("PostingDate ge '2026-01-01'", "PostingDate")]
    [InlineData("PostingDate ge datetime'2026-13-01T00:00:00'", "2026-13-01")]
    [InlineData("FinancialAccountType eq", "the end")]
    [InlineData("FinancialAccountType eq 'K' and", "the end")]
    [InlineData("(FinancialAccountType eq 'K'", "')'")]
    [InlineData("FinancialAccountType eq 'K')", "position 27")]
    [InlineData("FinancialAccountType eq 'K", "not closed")]
    [InlineData("FinancialAccountType = 'K'", "'='")]
    [InlineData("FinancialAccountType", "condition")]
    [InlineData("concat(FiscalYear,'x') eq 'y'", "concat")]
    [InlineData("startswith(AmountInTransactionCurrency,'1')", "startswith")]
    [InlineData("FiscalYear eq guid'00000000-0000-0000-0000-000000000000'", "guid")]
    [InlineData("AmountInTransactionCurrency gt 1.2.3", "1.2.3")]
    public async Task A_filter_that_is_wrong_is_refused_with_its_reason(string filter, string named)
    {
        var world = await server.NewWorld();
        var message = await server.Error(
            400,
            SandboxServer.OpenItems(world, $"?$filter={Uri.EscapeDataString(filter)}")
        );
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_that_the_metadata_marks_unfilterable_can_not_be_filtered()
    {
        var world = await server.NewWorld();
        Assert.Contains(
            "ETag",
            await server.Error(400, SandboxServer.Partners(world, "?$filter=ETag eq 'x'")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Nesting_without_end_is_refused()
    {
        var world = await server.NewWorld();
        var filter = new string('(', 300) + "FiscalYear eq '2026'" + new string(')', 300);
        Assert.Contains(
            "nested",
            await server.Error(400, SandboxServer.OpenItems(world, $"?$filter={filter}")),
            StringComparison.Ordinal
        );
    }

    private static string Key(JsonElement item) => Text(item, "AccountingDocument");

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static decimal Amount(JsonElement item) =>
        decimal.Parse(Text(item, "AmountInTransactionCurrency"), CultureInfo.InvariantCulture);

    private static DateTime Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);

    private static DateTime Date(JsonElement item, string name) =>
        DateTimeOffset
            .FromUnixTimeMilliseconds(long.Parse(Text(item, name)["/Date(".Length..^2], CultureInfo.InvariantCulture))
            .UtcDateTime;
}
