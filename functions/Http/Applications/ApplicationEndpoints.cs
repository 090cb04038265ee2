using System.ComponentModel;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.OAuth;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace IntegrationFunctions.Functions.Http.Applications;

/// <summary>OAuth applications that a tenant's developers register, and what people have allowed applications to do.</summary>
public static class ApplicationEndpoints
{
    internal static readonly Role[] Readers = [Role.Owner, Role.Administrator, Role.Developer, Role.Auditor];

    /// <summary>Maps /applications and /grants.</summary>
    public static IEndpointRouteBuilder MapApplications(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/applications")
            .WithTags("Applications")
            .WithScopes("applications")
            .RequireRoles(Role.Owner, Role.Administrator, Role.Developer);
        CreateApplication.Map(group);
        ListApplications.Map(group);
        GetApplication.Map(group);
        UpdateApplication.Map(group);
        RotateApplicationSecret.Map(group);
        DeleteApplication.Map(group);
        var grants = api.MapGroup("/me/grants").WithTags("Applications").WithScopes("profile").RequireAnyRole();
        ListMyGrants.Map(grants);
        RevokeMyGrant.Map(grants);
        var all = api.MapGroup("/users/{id}/grants")
            .WithTags("Applications")
            .WithScopes("grants")
            .RequireRoles(Role.Owner, Role.Administrator);
        ListGrants.Map(all);
        RevokeGrant.Map(all);
        return api;
    }

    /// <summary>The application, where it is one of the caller's tenant.</summary>
    internal static async Task<OAuthApplication?> FindOwn(
        this IOpenIddictApplicationManager applications,
        Caller caller,
        string id,
        CancellationToken ct
    ) =>
        await applications.FindByIdAsync(id, ct) is OAuthApplication application
        && application.TenantId == caller.AccountId
            ? application
            : null;
}

/// <summary>An OAuth application as the API shows it.</summary>
[DisplayName("Application")]
internal sealed record ApplicationView(
    [property: Description("app_..., which is its client_id too.")] string Id,
    string Name,
    [property: Description("Whether it keeps a secret; false: it runs on people's devices.")] bool Confidential,
    [property: Description("Where codes may be sent, to the letter.")] IReadOnlyList<string> RedirectUris,
    [property: Description("What it may ask for.")] IReadOnlyList<string> Scopes,
    [property: Description("Whether its tokens open live data; false: sandboxes.")] bool Live,
    [property: Description("Whether users of other tenants may give it access.")] bool AnyTenant,
    [property: Description("The user as whom it acts with client credentials, or null.")] string? RunsAs,
    DateTimeOffset CreatedAt,
    string CreatedBy
)
{
    public static ApplicationView From(OAuthApplication application)
    {
        var prefix = Permissions.Prefixes.Scope;
        return new(
            application.Id,
            application.DisplayName ?? "",
            application.ClientType == ClientTypes.Confidential,
            application.RedirectUris ?? [],
            [
                .. (application.Permissions ?? [])
                    .Where(p => p.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(p => p[prefix.Length..])
                    .Order(StringComparer.Ordinal),
            ],
            application.Live,
            application.AnyTenant,
            application.RunsAs,
            application.CreatedAt,
            application.CreatedBy
        );
    }
}

/// <summary>An application with its secret, which is shown this once.</summary>
[DisplayName("CreatedApplication")]
internal sealed record NewApplicationView(
    ApplicationView Application,
    [property: Description("The client_secret; it can't be had again. Null: a public client has none.")]
        string? ClientSecret
);
