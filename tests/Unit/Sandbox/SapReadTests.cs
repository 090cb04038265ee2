using System.Text.Json;
using System.Xml.Linq;

namespace IntegrationFunctions.Tests.Unit.Sandbox;

public sealed class SapReadTests(SandboxServer server) : IClassFixture<SandboxServer>
{
    private static readonly XNamespace Edm = "http://schemas.microsoft.com/ado/2008/09/edm";

    [Theory]
    [InlineData("API_BUSINESS_PARTNER", "A_BusinessPartner")]
    [InlineData("API_BUSINESS_PARTNER", "A_BusinessPartnerBank")]
    [InlineData("API_OPLACCTGDOCITEMCUBE_SRV", "A_OperationalAcctgDocItemCube")]
    public async Task Entities_have_exactly_the_properties_of_the_metadata_within_its_lengths(
        string service,
        string set
    )
    {
        var world = await server.NewWorld(1_000);
        var root = $"/sandbox/{world}/sap/sap/opu/odata/sap/{service}/";
        var (_, metadata) = await server.Read(HttpMethod.Get, root + "$metadata");
        var type = XDocument
            .Parse(metadata)
            .Descendants(Edm + "EntityType")
            .Single(t => (string?)t.Attribute("Name") == set + "Type");
        var properties = type.Elements(Edm + "Property").ToDictionary(p => (string)p.Attribute("Name")!);
        var navigations = type.Elements(Edm + "NavigationProperty").Select(n => (string)n.Attribute("Name")!);
        foreach (var entity in await server.GetAll(root + set))
        {
            var members = entity.EnumerateObject().Where(m => m.Name != "__metadata").ToArray();
            Assert.Equal(properties.Keys.Concat(navigations).Order(), members.Select(m => m.Name).Order());
            foreach (var member in members.Where(m => m.Value.ValueKind == JsonValueKind.String))
            {
                var longest = (int?)properties[member.Name].Attribute("MaxLength") ?? int.MaxValue;
                Assert.True(member.Value.GetString()!.Length <= longest, $"{member.Name} = {member.Value}");
            }
            Assert.All(
                members.Where(m => m.Value.ValueKind == JsonValueKind.Null),
                m => Assert.NotEqual("false", (string?)properties[m.Name].Attribute("Nullable"))
            );
        }
    }

    [Fact]
    public async Task An_entity_can_be_read_by_the_address_that_it_gives()
    {
        var world = await server.NewWorld();
        foreach (var list in new[] { SandboxServer.Partners(world), SandboxServer.OpenItems(world) })
        {
            var listed = (await server.GetAll(list)).Last();
            var single = await server.Get(listed.GetProperty("__metadata").GetProperty("uri").GetString()!);
            Assert.Equal(listed.GetRawText(), single.GetRawText());
        }
    }

    [Fact]
    public async Task A_navigation_is_a_link_unless_it_is_expanded()
    {
        var world = await server.NewWorld();
        var plain = await server.Get(SandboxServer.Partners(world, "('1000005')"));
        var link = plain
            .GetProperty("to_BusinessPartnerBank")
            .GetProperty("__deferred")
            .GetProperty("uri")
            .GetString()!;
        var followed = Assert.Single((await server.Get(link)).GetProperty("results").EnumerateArray());
        var expanded = await server.Get(
            SandboxServer.Partners(
                world,
                "('1000005')?$expand=to_BusinessPartnerBank&$select=BusinessPartner,to_BusinessPartnerBank/IBAN"
            )
        );
        var bank = Assert.Single(
            expanded.GetProperty("to_BusinessPartnerBank").GetProperty("results").EnumerateArray()
        );
        Assert.Equal(followed.GetProperty("IBAN").GetString(), bank.GetProperty("IBAN").GetString());
        Assert.False(bank.TryGetProperty("SWIFTCode", out _));
        Assert.False(expanded.TryGetProperty("Supplier", out _));
    }

    [Fact]
    public async Task Select_leaves_only_what_it_names()
    {
        var world = await server.NewWorld();
        var page = await server.Get(SandboxServer.Partners(world, "?$select=Supplier,BusinessPartner&$top=1"));
        var names = page.GetProperty("results")[0].EnumerateObject().Select(m => m.Name);
        Assert.Equal(["__metadata", "BusinessPartner", "Supplier"], names);
    }

    [Fact]
    public async Task Every_partner_has_an_iban_with_right_check_digits_and_every_fifth_is_a_supplier()
    {
        var world = await server.NewWorld(500);
        var partners = await server.GetAll(SandboxServer.Partners(world, "?$expand=to_BusinessPartnerBank"));
        Assert.Equal(40, partners.Count(p => p.GetProperty("Supplier").GetString() != ""));
        Assert.Equal(160, partners.Count(p => p.GetProperty("Customer").GetString() != ""));
        var banks = partners.Select(p => p.GetProperty("to_BusinessPartnerBank").GetProperty("results")[0]).ToArray();
        var countries = banks.Select(b => b.GetProperty("BankCountryKey").GetString()).Distinct().Order();
        Assert.Equal(["DE", "FR"], countries);
        foreach (var bank in banks)
        {
            var iban = bank.GetProperty("IBAN").GetString()!;
            Assert.StartsWith(bank.GetProperty("BankCountryKey").GetString()!, iban, StringComparison.Ordinal);
            Assert.Equal(iban[..2] == "DE" ? 22 : 27, iban.Length);
            Assert.Equal(1, Mod97(iban[4..] + iban[..4]));
            Assert.Equal(11, bank.GetProperty("SWIFTCode").GetString()!.Length);
        }
    }

    [Fact]
    public async Task Receivables_carry_a_creditor_reference_and_payables_are_credits()
    {
        var world = await server.NewWorld(1_000);
        var items = await server.GetAll(SandboxServer.OpenItems(world));
        var payables = items.Where(i => i.GetProperty("FinancialAccountType").GetString() == "K").ToArray();
        Assert.Equal(items.Count / 5, payables.Length);
        Assert.All(payables.Take(10), i => Assert.Equal("EUR", i.GetProperty("TransactionCurrency").GetString()));
        Assert.All(
            payables,
            i =>
                Assert.StartsWith(
                    "-",
                    i.GetProperty("AmountInTransactionCurrency").GetString(),
                    StringComparison.Ordinal
                )
        );
        Assert.All(payables, i => Assert.Equal("H", i.GetProperty("DebitCreditCode").GetString()));
        foreach (var receivable in items.Except(payables))
        {
            var reference = receivable.GetProperty("PaymentReference").GetString()!;
            Assert.StartsWith("RF", reference, StringComparison.Ordinal);
            Assert.Equal(1, Mod97(reference[4..] + reference[..4]));
        }
    }

    [Fact]
    public async Task The_service_lists_its_sets()
    {
        var world = await server.NewWorld();
        var document = await server.Get($"/sandbox/{world}/sap/sap/opu/odata/sap/API_BUSINESS_PARTNER/?$format=json");
        Assert.Equal(
            ["A_BusinessPartner", "A_BusinessPartnerBank"],
            document.GetProperty("EntitySets").EnumerateArray().Select(s => s.GetString()!)
        );
    }

    [Theory]
    [InlineData(404, "('9999999')")]
    [InlineData(404, "('1000040')")]
    [InlineData(404, "('1000001')/to_Nothing")]
    [InlineData(404, "Nothing")]
    [InlineData(400, "(BusinessPartner=1)")]
    [InlineData(400, "(Other='1000001')")]
    [InlineData(400, "('1000001')?$top=1")]
    public async Task What_is_not_there_or_not_understood_gets_an_error_as_sap_gives_it(int status, string rest)
    {
        var world = await server.NewWorld();
        Assert.NotEqual("", await server.Error(status, SandboxServer.Partners(world, rest)));
    }

    [Fact]
    public async Task An_unknown_world_says_how_to_make_it()
    {
        var (status, text) = await server.Read(HttpMethod.Get, SandboxServer.Partners("no-such-world"));
        Assert.Equal(404, status);
        Assert.Contains("PUT /sandbox/no-such-world", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"records":9}""", 400)]
    [InlineData("""{"records":1000001}""", 400)]
    [InlineData("""{"seed":1}""", 400)]
    [InlineData("""{"records":"many"}""", 400)]
    [InlineData("records", 400)]
    [InlineData("""{"records":11,"seed":1}""", 409)]
    [InlineData("""{"records":10,"seed":2}""", 409)]
    [InlineData("""{"records":10,"seed":1}""", 200)]
    public async Task A_world_is_made_once_with_values_that_make_sense(string body, int expected)
    {
        var world = await server.NewWorld(10);
        var (status, text) = await server.Read(
            HttpMethod.Put,
            $"/sandbox/{world}",
            r => r.Content = new StringContent(body)
        );
        Assert.True(expected == status, $"{status}: {text}");
    }

    [Fact]
    public async Task A_world_describes_itself()
    {
        var world = await server.NewWorld(1_000, seed: 7);
        var summary = await server.World(world);
        Assert.Equal(1_000, summary.GetProperty("records").GetInt32());
        Assert.Equal(7, summary.GetProperty("seed").GetInt64());
        Assert.Equal(400, summary.GetProperty("businessPartners").GetInt32());
        Assert.Equal(600, summary.GetProperty("openItems").GetInt32());
        Assert.Equal("0.00", summary.GetProperty("totalPaid").GetString());
        Assert.Equal("EUR", summary.GetProperty("accounts")[0].GetProperty("currency").GetString());
        var (_, list) = await server.Read(HttpMethod.Get, "/sandbox");
        Assert.Contains(world, list, StringComparison.Ordinal);
    }

    private static int Mod97(string text) =>
        text.Aggregate(
            0,
            (rest, c) => char.IsAsciiDigit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97
        );
}
