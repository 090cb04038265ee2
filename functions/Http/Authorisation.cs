using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace IntegrationFunctions.Functions.Http;

/// <summary>Who may call an endpoint: one of its roles and its scope. What is below /api and names either not may be called by nobody.</summary>
internal static class Authorisation
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
        var roles = endpoint.Metadata.GetMetadata<RequiredRoles>();
        var scope = endpoint.Metadata.GetMetadata<RequiredScope>();
        if (Refusal(http, roles, scope) is { } refusal)
        {
            await refusal.ExecuteAsync(http);
            return;
        }
        await next(http);
    }

    private static ProblemHttpResult? Refusal(HttpContext http, RequiredRoles? roles, RequiredScope? scope)
    {
        if (roles is null || scope is null)
        {
            return Problems.Forbidden("Nobody may call this: it does not say which role and scope it needs.");
        }
        var caller = http.Caller();
        if (!caller.Is(roles.Roles))
        {
            var list = string.Join(", ", roles.Roles.Select(r => r.ToString().ToLowerInvariant()));
            return Problems.Forbidden($"Your roles do not allow this. It needs one of: {list}.");
        }
        if (!caller.May(scope.Scope))
        {
            // RFC 6750, section 3.1.
            http.Response.Headers[HeaderNames.WWWAuthenticate] =
                $"Bearer realm=\"integration-functions\", error=\"insufficient_scope\", scope=\"{scope.Scope}\"";
            return Problems.Create(
                StatusCodes.Status403Forbidden,
                "scope-missing",
                $"This needs the scope {scope.Scope}, which the {Name(caller.Method)} that you sent has not got. Use one that has."
            );
        }
        return scope.ChangesAccount && !caller.MayChangeAccount
            ? Problems.Create(
                StatusCodes.Status403Forbidden,
                "sandbox-only",
                $"Users, keys and applications belong to the account as a whole, and a {Name(caller.Method)} of the sandbox changes nothing there. Use a live one."
            )
            : null;
    }

    private static string Name(SignInMethod method) =>
        method switch
        {
            SignInMethod.ApiKey => "key",
            SignInMethod.AccessToken => "token",
            _ => "session",
        };
}

/// <summary>Roles of which a caller needs one.</summary>
public sealed record RequiredRoles(Role[] Roles);

/// <summary>The scope that a caller needs, such as <c>payments:approve</c>.</summary>
public sealed record RequiredScope
{
    /// <exception cref="ArgumentException">There is no such scope.</exception>
    public RequiredScope(string scope)
    {
        if (!Scopes.All.Contains(scope))
        {
            throw new ArgumentException($"There is no scope '{scope}'; scopes are listed in {nameof(Scopes)}.");
        }
        Scope = scope;
        ChangesAccount = Scopes.ChangesAccount(scope);
    }

    public string Scope { get; }

    /// <summary>Whether it changes what belongs to the account, and not to one of its spaces.</summary>
    public bool ChangesAccount { get; }
}

/// <summary>Says who may call an endpoint or a group.</summary>
public static class AuthorisationExtensions
{
    /// <summary>Callers need one of the roles; an endpoint's own list goes before its group's.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder builder, params Role[] roles)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequiredRoles(roles));

    /// <summary>Any user of the tenant may call it, whatever the role.</summary>
    public static TBuilder RequireAnyRole<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireRoles(Enum.GetValues<Role>());

    /// <summary>Callers need the scope; goes before what the group derives.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequiredScope(scope));

    /// <summary>
    /// The group's endpoints need <c>resource:read</c> where they answer GET, and <c>resource:write</c> otherwise, unless they name a scope
    /// themselves.
    /// </summary>
    public static RouteGroupBuilder WithScopes(this RouteGroupBuilder group, string resource)
    {
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (
                endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is { HttpMethods: var methods }
                && !endpoint.Metadata.OfType<RequiredScope>().Any()
            )
            {
                var reads = methods.All(method => HttpMethods.IsGet(method) || HttpMethods.IsHead(method));
                endpoint.Metadata.Add(new RequiredScope($"{resource}:{(reads ? "read" : "write")}"));
            }
        });
        return group;
    }
}
