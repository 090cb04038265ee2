using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Http.Rules;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Tests.Unit.Platform.Http.Rules;

/// <summary>The rules where requests really leave.</summary>
public sealed class EgressEnforcementTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_that_stands_serves_no_request_that_the_rules_refuse()
    {
        var requests = 0;
        await using var server = await LoopbackServer.Start(_ =>
        {
            requests++;
            return Task.CompletedTask;
        });
        using var http = new TestHttp(server.Address);
        http.Rules.Egress = Only(server.Address);
        using (await http.Client().GetAsync(server.Address, Ct)) { }

        http.Rules.Egress = TenantEgress.Unset with { Allowed = [] };

        await Refused(http.Client(), server.Address);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task An_extension_reaches_what_it_was_allowed_by_name()
    {
        await using var server = await LoopbackServer.Start(_ => Task.CompletedTask);
        using var http = new TestHttp(server.Address);
        var extension = http.Client(new OutgoingPurpose("ten_test", "int_test") { Extension = "letters" });
        await Refused(extension, server.Address);

        http.Rules.Egress = TenantEgress.Unset with
        {
            Extensions = new Dictionary<string, IReadOnlyList<EgressRule>>
            {
                ["letters"] = Only(server.Address, "/v1").Allowed!,
            },
        };

        using var response = await extension.GetAsync(new Uri(server.Address, "v1/a"), Ct);
        Assert.True(response.IsSuccessStatusCode);
        await Refused(extension, new Uri(server.Address, "v2"));
        await Refused(http.Client(new OutgoingPurpose("ten_test", "int_test") { Extension = "other" }), server.Address);
    }

    [Fact]
    public async Task A_redirect_leads_nowhere_that_the_rules_do_not_name()
    {
        var reached = 0;
        await using var other = await LoopbackServer.Start(_ =>
        {
            reached++;
            return Task.CompletedTask;
        });
        await using var server = await LoopbackServer.Start(context =>
        {
            context.Response.Redirect(other.Address.ToString());
            return Task.CompletedTask;
        });
        using var http = new TestHttp(server.Address);
        http.Policy.Allow(other.Address.Host, other.Address.Port);
        http.Rules.Egress = Only(server.Address);

        await Refused(http.Following(), server.Address);
        Assert.Equal(0, reached);
    }

    [Fact]
    public async Task A_Host_header_of_another_name_is_refused()
    {
        await using var server = await LoopbackServer.Start(_ => Task.CompletedTask);
        using var http = new TestHttp(server.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);
        request.Headers.Host = "hidden.example";
        await Assert.ThrowsAsync<EgressRefusedException>(() => http.Client().SendAsync(request, Ct));
    }

    private static TenantEgress Only(Uri address, params string[] paths) =>
        TenantEgress.Unset with
        {
            Allowed = [new(address.Host) { Ports = [address.Port], Paths = paths }],
        };

    private static async Task Refused(HttpClient client, Uri address)
    {
        var exception = await Assert.ThrowsAsync<EgressRefusedException>(() => client.GetAsync(address, Ct));
        Assert.Equal("egress-refused", HttpFailure.ToError(exception, address).Code);
    }
}
