using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Functions.Http;

/// <summary>Who may call an endpoint. What is below /api and says nothing may be called by nobody.</summary>
internal static class Authorization
{
    public static async Task Run(HttpContext http, RequestDelegate next)
    {
        var endpoint = http.GetEndpoint();
        // Routing's own endpoints (405, 415) have no display of who may call them, and give nothing away.
        if (endpoint is not RouteEndpoint || !http.Request.Path.StartsWithSegments("/api"))
        {
            await next(http);
            return;
        }
        var required = endpoint.Metadata.GetMetadata<RequiredRoles>();
        if (required is null || !http.Caller().Is(required.Roles))
        {
            var roles = required?.Roles is { } list
                ? string.Join(", ", list.Select(r => r.ToString().ToLowerInvariant()))
                : "none";
            await Problems.Forbidden($"Your roles do not allow this. It needs one of: {roles}.").ExecuteAsync(http);
            return;
        }
        await next(http);
    }
}

/// <summary>Roles of which a caller needs one.</summary>
public sealed record RequiredRoles(Role[] Roles);

/// <summary>Says who may call an endpoint or a group.</summary>
public static class RequireRolesExtensions
{
    /// <summary>Callers need one of the roles; an endpoint's own list goes before its group's.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder builder, params Role[] roles)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequiredRoles(roles));

    /// <summary>Any user of the tenant may call it, whatever the role.</summary>
    public static TBuilder RequireAnyRole<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireRoles(Enum.GetValues<Role>());
}
