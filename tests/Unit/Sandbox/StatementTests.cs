using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace IntegrationFunctions.Tests.Unit.Sandbox;

public sealed class StatementTests(SandboxServer server) : IClassFixture<SandboxServer>
{
    private static readonly XNamespace Ns = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public async Task Opening_plus_entries_is_closing(int records)
    {
        var statement = await Statement(await server.NewWorld(records));
        var balances = statement
            .Descendants(Ns + "Bal")
            .ToDictionary(b => b.Descendants(Ns + "Cd").Single().Value, Signed);
        Assert.Equal(balances["CLBD"], balances["OPBD"] + statement.Descendants(Ns + "Ntry").Sum(Signed));
        var total = statement.Descendants(Ns + "TtlNtries").Single();
        Assert.Equal(
            total.Element(Ns + "NbOfNtries")!.Value,
            statement.Descendants(Ns + "Ntry").Count().ToString(CultureInfo.InvariantCulture)
        );
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5_000)]
    public async Task A_statement_is_valid_by_the_official_schema(int records)
    {
        var schemas = OfficialSchemas.Load("iso20022/genkgo-camt/assets/camt.053.001.08.xsd");
        OfficialSchemas.AssertValid(await Statement(await server.NewWorld(records)), schemas);
    }

    [Fact]
    public async Task Customers_pay_open_items_of_the_world_in_every_way_that_they_do()
    {
        var world = await server.NewWorld(5_000);
        var items = await server.GetAll(
            SandboxServer.OpenItems(world, "?$filter=FinancialAccountType eq 'D' and TransactionCurrency eq 'EUR'")
        );
        var entries = (await Statement(world)).Descendants(Ns + "Ntry").ToList();
        Assert.Equal(62, entries.Count);
        int byReference = 0,
            byNumber = 0,
            byName = 0,
            twoAtOnce = 0,
            unknown = 0,
            charges = 0;
        foreach (var entry in entries)
        {
            var reference = entry.Descendants(Ns + "Ref").SingleOrDefault()?.Value;
            var text = entry.Descendants(Ns + "Ustrd").SingleOrDefault()?.Value ?? "";
            var payer = entry.Descendants(Ns + "Dbtr").SingleOrDefault()?.Descendants(Ns + "Nm").Single().Value;
            var paid = items
                .Where(i =>
                    Text(i, "PaymentReference") == reference
                    || text.Contains(Text(i, "DocumentReferenceID"), StringComparison.Ordinal)
                )
                .ToArray();
            if (payer is null)
            {
                charges++;
                Assert.True(Signed(entry) < 0);
            }
            else if (paid.Length > 0)
            {
                Assert.Equal(Signed(entry), paid.Sum(Amount));
                Assert.All(paid, i => Assert.Equal(payer, Text(i, "CustomerName")));
                _ =
                    reference is not null ? byReference++
                    : paid.Length == 2 ? twoAtOnce++
                    : byNumber++;
            }
            else if (items.Any(i => Text(i, "CustomerName") == payer && Amount(i) == Signed(entry)))
            {
                byName++;
            }
            else
            {
                unknown++;
            }
        }
        Assert.Equal((30, 15, 14, 1), (byReference, byNumber, byName, twoAtOnce));
        Assert.Equal((1, 1), (unknown, charges));
    }

    [Fact]
    public async Task The_same_world_gives_the_same_bytes_whatever_happens_in_it()
    {
        var world = await server.NewWorld(1_000);
        var first = await Bytes(world);
        await SapWriteTests.Office(server, world, 400, "rename all");
        server.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(first, await Bytes(world));
    }

    private async Task<string> Bytes(string world)
    {
        var iban = await BankTests.Iban(server, world);
        var (status, text) = await server.Read(HttpMethod.Get, $"/sandbox/{world}/bank/accounts/{iban}/statement");
        Assert.Equal(200, status);
        return text;
    }

    private async Task<XDocument> Statement(string world) => XDocument.Parse(await Bytes(world));

    private static decimal Signed(XElement element)
    {
        var amount = decimal.Parse(element.Element(Ns + "Amt")!.Value, CultureInfo.InvariantCulture);
        return element.Element(Ns + "CdtDbtInd")!.Value == "CRDT" ? amount : -amount;
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static decimal Amount(JsonElement item) =>
        decimal.Parse(Text(item, "AmountInTransactionCurrency"), CultureInfo.InvariantCulture);
}
