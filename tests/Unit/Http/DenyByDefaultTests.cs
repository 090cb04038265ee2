using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntegrationFunctions.Functions.Http;
using IntegrationFunctions.Functions.Http.OpenApi;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Http;

/// <summary>What an endpoint forgets to say is refused, not guessed.</summary>
public sealed class DenyByDefaultTests
{
    [Theory]
    [InlineData(false, false, 403)]
    [InlineData(true, false, 403)]
    [InlineData(false, true, 403)]
    [InlineData(true, true, 200)]
    public async Task An_endpoint_that_names_no_roles_or_no_scope_is_closed_to_everybody(
        bool namesRoles,
        bool namesScope,
        int status
    )
    {
        var metadata = new EndpointMetadataCollection([
            .. namesRoles ? [new RequiredRoles([Role.Owner])] : Array.Empty<object>(),
            .. namesScope ? [new RequiredScope("integrations:read")] : Array.Empty<object>(),
        ]);
        var http = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        };
        http.Request.Path = "/api/v1/forgotten";
        http.SetEndpoint(
            new RouteEndpoint(
                _ => Task.CompletedTask,
                RoutePatternFactory.Parse("/api/v1/forgotten"),
                0,
                metadata,
                null
            )
        );
        http.SetCaller(new Caller("t", "u", "k", Enum.GetValues<Role>().ToHashSet()));
        var reached = false;

        await Authorisation.Run(
            http,
            _ =>
            {
                reached = true;
                return Task.CompletedTask;
            }
        );

        Assert.Equal((status, namesRoles && namesScope), (http.Response.StatusCode, reached));
    }

    [Fact]
    public void Two_types_can_not_be_described_under_one_name()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        Assert.Equal("OneNameForTwo", SchemaNames.For(options.GetTypeInfo(typeof(First))));

        var error = Assert.Throws<InvalidOperationException>(() =>
            SchemaNames.For(options.GetTypeInfo(typeof(Second)))
        );

        Assert.Contains("OneNameForTwo", error.Message, StringComparison.Ordinal);
    }

    [DisplayName("OneNameForTwo")]
    private sealed record First;

    [DisplayName("OneNameForTwo")]
    private sealed record Second;
}
