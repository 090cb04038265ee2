using System.ComponentModel;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.OAuth;
using IntegrationFunctions.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace IntegrationFunctions.Functions.Http.Applications;

internal static class CreateApplication
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("", Handle)
            .Described(
                "createApplication",
                "Register an OAuth application",
                "With redirectUris people can allow it to work in their name (authorization code with PKCE); with runsAs it acts for itself (client "
                    + "credentials). A confidential one gets a client_secret, shown this once.",
                400,
                404,
                422
            );

    private static async Task<Results<Created<NewApplicationView>, ProblemHttpResult>> Handle(
        Body body,
        HttpContext http,
        ITenants tenants,
        IUsers users,
        IOpenIddictApplicationManager applications,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = http.Caller();
        var (name, redirects) = (body.Name.Trim(), body.RedirectUris ?? []);
        if (
            ApplicationRules.NameFault(name) is { } fault
            || (fault = ApplicationRules.RedirectFault(redirects)) is not null
            || (fault = ApplicationRules.ScopeFault(caller, body.Scopes, body.RunsAs is null)) is not null
        )
        {
            return fault;
        }
        if (redirects.Count == 0 && body.RunsAs is null)
        {
            return ApplicationRules.Refused(
                "Name 'redirectUris' for an application that people allow, or 'runsAs' for one that acts for itself.",
                "/redirectUris"
            );
        }
        if (await RunsAsFault(body, caller, users, ct) is { } refusal)
        {
            return refusal;
        }
        var sandboxOnly = await tenants.IsSandbox(caller.AccountId, ct) is true;
        if (body.Live is true && sandboxOnly)
        {
            return ApplicationRules.Refused(
                "This tenant has a sandbox only, so its applications can't be live.",
                "/live"
            );
        }
        var secret = body.Confidential ? ApplicationRules.NewSecret() : null;
        var id = Identifiers.New("app", clock);
        var application = new OAuthApplication
        {
            Id = id,
            ClientId = id,
            ClientType = body.Confidential ? ClientTypes.Confidential : ClientTypes.Public,
            ApplicationType = body.Confidential ? ApplicationTypes.Web : ApplicationTypes.Native,
            ConsentType = ConsentTypes.Explicit,
            DisplayName = name,
            RedirectUris = [.. redirects],
            Permissions =
            [
                .. ApplicationRules.PermissionsOf(body.Scopes, redirects.Count > 0, body.RunsAs is not null),
            ],
            Requirements = [Requirements.Features.ProofKeyForCodeExchange],
            TenantId = caller.AccountId,
            Live = body.Live ?? !sandboxOnly,
            AnyTenant = body.AnyTenant,
            RunsAs = body.RunsAs,
            CreatedBy = caller.UserId,
            CreatedAt = clock.GetUtcNow(),
        };
        if (secret is null)
        {
            await applications.CreateAsync(application, ct);
        }
        else
        {
            await applications.CreateAsync(application, secret, ct);
        }
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            $"/api/v1/applications/{id}",
            new NewApplicationView(ApplicationView.From(application), secret)
        );
    }

    // Who could make it run as somebody with more roles would have them.
    private static async Task<ProblemHttpResult?> RunsAsFault(
        Body body,
        Caller caller,
        IUsers users,
        CancellationToken ct
    )
    {
        if (body.RunsAs is not { } userId)
        {
            return null;
        }
        if (!body.Confidential)
        {
            return ApplicationRules.Refused("Only a confidential application can act for itself.", "/confidential");
        }
        if (await users.Get(caller.AccountId, userId, ct) is not { } user)
        {
            return Problems.NotFound("user", userId);
        }
        return
            userId == caller.UserId
            || caller.Is(Role.Owner)
            || (caller.Is(Role.Administrator) && !user.Roles.Contains(Role.Owner))
            ? null
            : Problems.Forbidden("You may let an application run as yourself, and not as another user.");
    }

    [DisplayName("NewApplication")]
    internal sealed record Body(
        [property: Description("What people are shown, 1 to 100 characters.")] string Name,
        [property: Description("What it may ask for, such as integrations:read.")] IReadOnlyList<string> Scopes,
        [property: Description("Where codes may be sent, to the letter.")] IReadOnlyList<string>? RedirectUris = null,
        [property: Description("Whether it can keep a secret: a server can, a program on people's devices can't.")]
            bool Confidential = true,
        [property: Description("Whether its tokens open live data; absent: where the tenant has some.")]
            bool? Live = null,
        [property: Description("Whether users of other tenants may give it access.")] bool AnyTenant = false,
        [property: Description("The user as whom it acts with client credentials.")] string? RunsAs = null
    );
}
