using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Tests.EndToEnd;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Attacks;

/// <summary>OWASP API8:2023 and API9:2023, security misconfiguration and improper inventory.</summary>
[Collection(PlatformCollection.Name)]
public sealed class MisconfigurationTests(PlatformFixture platform)
{
    [Theory]
    [InlineData("TRACE")]
    [InlineData("CONNECT")]
    [InlineData("DEBUG")]
    public async Task A_method_that_nobody_needs_is_not_answered(string method)
    {
        var answers = await RawHttp.Send(
            platform.App.Address(),
            $"{method} /api/v1/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {platform.Owner.Key}\r\nConnection: close\r\n\r\n"
        );

        Assert.DoesNotContain(200, RawHttp.Statuses(answers));
        Assert.DoesNotContain(platform.Owner.Key!, answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_names_neither_server_nor_framework()
    {
        var answers = await RawHttp.Send(
            platform.App.Address(),
            "GET /api/v1/nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        );

        Assert.DoesNotContain("Kestrel", answers, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("X-Powered-By", answers, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("X-Content-Type-Options: nosniff", answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_in_a_header_does_not_override_the_real_one()
    {
        var made = await platform.Owner.Post("/api/v1/users", """{"name":"override","roles":["auditor"]}""");
        var id = made.Json!["id"]?.GetValue<string>() ?? made.Json["user"]!["id"]!.GetValue<string>();

        await platform.Owner.Get(
            $"/api/v1/users/{id}",
            ("X-HTTP-Method-Override", "DELETE"),
            ("X-Method-Override", "DELETE")
        );

        Assert.Equal(200, (await platform.Owner.Get($"/api/v1/users/{id}")).Status);
    }

    [Theory]
    [InlineData("/api/v1/../v1/me")]
    [InlineData("/api//v1/me")]
    [InlineData("/API/V1/ME")]
    [InlineData("/api/v1/me%2f")]
    [InlineData("/api/v1/%6de")]
    [InlineData("/api/v1/me;x=1")]
    [InlineData("/./api/v1/me")]
    public async Task A_path_written_in_another_way_opens_nothing_without_a_key(string path)
    {
        var answers = await RawHttp.Send(
            platform.App.Address(),
            $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        );

        Assert.All(RawHttp.Statuses(answers), status => Assert.True(status is 400 or 401 or 404, answers));
    }

    [Fact]
    public async Task There_is_no_endpoint_of_the_API_that_is_not_described()
    {
        var described = (await platform.Anonymous.Get("/openapi/v1.json")).Json!["paths"]!
            .AsObject()
            .Select(path => path.Key)
            .ToHashSet(StringComparer.Ordinal);

        var mapped = platform
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Where(path => path.StartsWith("/api/", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);

        Assert.Empty(mapped.Except(described));
    }
}
