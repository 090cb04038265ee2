using IntegrationFunctions.Functions.Http;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

[Collection(PlatformCollection.Name)]
public sealed class ScopeTests(PlatformFixture platform)
{
    [Fact]
    public void Every_endpoint_names_its_scope_and_each_of_its_roles_has_it()
    {
        var endpoints = Api().ToList();

        Assert.NotEmpty(endpoints);
        foreach (var endpoint in endpoints)
        {
            var scope = endpoint.Metadata.GetMetadata<RequiredScope>();
            var roles = endpoint.Metadata.GetMetadata<RequiredRoles>();
            Assert.True(scope is not null && roles is not null, endpoint.DisplayName);
            Assert.All(
                roles.Roles,
                role => Assert.True(Scopes.Of([role]).Contains(scope.Scope), $"{endpoint.DisplayName}: {role}")
            );
        }
    }

    [Fact]
    public void Reading_needs_a_reading_scope_and_changing_never_does()
    {
        foreach (var endpoint in Api())
        {
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods;
            var scope = endpoint.Metadata.GetMetadata<RequiredScope>()!.Scope;
            Assert.True(
                methods.Contains("GET") == scope.EndsWith(":read", StringComparison.Ordinal),
                $"{endpoint.DisplayName}: {scope}"
            );
        }
    }

    private IEnumerable<RouteEndpoint> Api() =>
        platform
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true);
}
