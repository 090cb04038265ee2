using System.Text;

namespace IntegrationFunctions.Tests.Unit.Sandbox;

public sealed class DurabilityTests(SandboxServer server) : IClassFixture<SandboxServer>
{
    [Fact]
    public async Task What_was_answered_is_there_for_a_process_that_starts_while_the_first_never_closed()
    {
        var world = await server.NewWorld(1_000);
        var session = await SapWriteTests.Session(server, world);
        var changed = await SapWriteTests.Office(server, world, 7, "durable");
        using var patched = await SapWriteTests.Patch(
            server,
            world,
            "1000399",
            """{"SearchTerm1":"KEPT"}""",
            session,
            "*"
        );
        patched.EnsureSuccessStatusCode();
        var item = (await SapPostingTests.Payables(server, world))[0];
        var posted = Assert.Single(await SapPostingTests.Post(server, world, SapPostingTests.Entry(item)));
        var iban = await BankTests.Iban(server, world);
        for (var i = 0; i < 2; i++)
        {
            await server.Read(HttpMethod.Post, $"/sandbox/{world}/bank/payments", r => r.Content = Payment(iban));
        }
        var before = await server.World(world);

        // The first server still runs and has closed nothing: its memory and its open file are as after a kill.
        await using var second = await SandboxServer.Over(server.Folder, server.Clock);
        Assert.Equal(before.GetRawText(), (await second.World(world)).GetRawText());
        Assert.Equal(changed, await SapWriteTests.Office(second, world, 7, "durable"));
        var partner = await second.Get(SandboxServer.Partners(world, "('1000399')"));
        Assert.Equal("KEPT", partner.GetProperty("SearchTerm1").GetString());
        Assert.Equal(
            (await Comparable(server, SandboxServer.Partners(world))).Concat(
                await Comparable(server, SandboxServer.OpenItems(world))
            ),
            (await Comparable(second, SandboxServer.Partners(world))).Concat(
                await Comparable(second, SandboxServer.OpenItems(world))
            )
        );
        Assert.Equal(
            posted.Document,
            (await second.GetAll(SandboxServer.Journal(world)))[0].GetProperty("AccountingDocument").GetString()
        );
        Assert.Equal(
            200,
            (
                await second.Read(HttpMethod.Post, $"/sandbox/{world}/bank/payments", r => r.Content = Payment(iban))
            ).Status
        );
        Assert.Equal(
            "3",
            Assert.Single(await SapPostingTests.Post(second, world, SapPostingTests.Entry(item))).Severity
        );
        using var lost = await SapWriteTests.Patch(second, world, "1000399", "{}", session, "*");
        Assert.Equal("Required", lost.Headers.GetValues("X-CSRF-Token").Single());
    }

    [Fact]
    public async Task A_sorted_list_goes_on_after_a_restart_where_it_stood()
    {
        var world = await server.NewWorld(3_000);
        var uri = SandboxServer.Partners(world, "?$orderby=SearchTerm1,BusinessPartner desc&$select=BusinessPartner");
        var first = await server.Get(uri);
        await using var second = await SandboxServer.Over(server.Folder, server.Clock);
        var next = new Uri(first.GetProperty("__next").GetString()!).PathAndQuery;
        var rest = await second.GetAll(next);
        var all = await server.GetAll(uri);
        Assert.Equal(
            all.Select(p => p.GetProperty("BusinessPartner").GetString()),
            first
                .GetProperty("results")
                .EnumerateArray()
                .Concat(rest)
                .Select(p => p.GetProperty("BusinessPartner").GetString())
        );
    }

    [Fact]
    public async Task The_same_seed_on_the_same_day_gives_the_same_data_and_another_seed_does_not()
    {
        var one = await Data(await server.NewWorld(300, seed: 5));
        var same = await Data(await server.NewWorld(300, seed: 5));
        var other = await Data(await server.NewWorld(300, seed: 6));
        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
    }

    private async Task<string> Data(string world)
    {
        var iban = await BankTests.Iban(server, world);
        var (_, statement) = await server.Read(HttpMethod.Get, $"/sandbox/{world}/bank/accounts/{iban}/statement");
        var partners = await Comparable(server, SandboxServer.Partners(world, "?$expand=to_BusinessPartnerBank"));
        var items = await Comparable(server, SandboxServer.OpenItems(world));
        return string.Join('\n', partners.Concat(items).Append(statement)).Replace(world, "", StringComparison.Ordinal);
    }

    private static async Task<List<string>> Comparable(SandboxServer from, string uri) =>
        (await from.GetAll(uri))
            .Select(e => e.GetRawText().Replace(from.Client.BaseAddress!.Authority, "", StringComparison.Ordinal))
            .ToList();

    private static StringContent Payment(string iban) =>
        new(BankTests.PaymentText("DURABLE", iban), Encoding.UTF8, "application/xml");
}
