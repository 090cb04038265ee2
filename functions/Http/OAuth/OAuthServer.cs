using IntegrationFunctions.Functions.Http.SignIn.Staff;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.OAuth;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using OpenIddict.Validation;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace IntegrationFunctions.Functions.Http.OAuth;

/// <summary>
/// The OAuth 2.1 server (draft-ietf-oauth-v2-1): authorization code with PKCE, client credentials, refresh tokens that are replaced at each use,
/// introspection (RFC 7662), revocation (RFC 7009) and discovery (RFC 8414).
/// </summary>
public static class OAuthServer
{
    /// <summary>Whom tokens are for: this API.</summary>
    public const string Audience = "integration-functions";

    /// <summary>Claim: the account that the user belongs to.</summary>
    public const string TenantClaim = "tenant";

    /// <summary>Claim: <c>live</c> or <c>test</c>.</summary>
    public const string SpaceClaim = "space";

    public static IServiceCollection AddOAuth(this IServiceCollection services)
    {
        services.AddOAuthStores();
        services.AddAuthentication();
        services
            .AddOpenIddict()
            .AddServer(server =>
            {
                server
                    .SetAuthorizationEndpointUris("connect/authorize")
                    .SetTokenEndpointUris("connect/token")
                    .SetIntrospectionEndpointUris("connect/introspect")
                    .SetRevocationEndpointUris("connect/revoke")
                    .SetConfigurationEndpointUris(
                        ".well-known/openid-configuration",
                        ".well-known/oauth-authorization-server"
                    )
                    .SetJsonWebKeySetEndpointUris(".well-known/jwks")
                    .AllowAuthorizationCodeFlow()
                    .RequireProofKeyForCodeExchange()
                    .AllowClientCredentialsFlow()
                    .AllowRefreshTokenFlow()
                    .RegisterScopes([
                        .. Identity.Scopes.All,
                        OpenIddict.Abstractions.OpenIddictConstants.Scopes.OfflineAccess,
                    ])
                    .SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(2))
                    .SetAccessTokenLifetime(TimeSpan.FromMinutes(15))
                    .SetRefreshTokenLifetime(TimeSpan.FromDays(30))
                    // A refresh token that comes twice was stolen, or its answer was lost: either way all that came of it is over.
                    .SetRefreshTokenReuseLeeway(TimeSpan.Zero)
                    .UseReferenceRefreshTokens()
                    // Clients may read what they hold; only codes and refresh tokens are encrypted.
                    .DisableAccessTokenEncryption();
                // A challenge in the clear protects from nothing (draft-ietf-oauth-v2-1, section 7.5.2).
                server.Configure(options => options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
                server
                    .UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableTokenEndpointPassthrough()
                    // TLS ends before this process; on a developer's machine there is none.
                    .DisableTransportSecurityRequirement();
            })
            .AddValidation(validation =>
            {
                validation.AddAudiences(Audience);
                validation.UseLocalServer();
            });
        services.AddSingleton<OAuthKeys>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider =>
            provider.GetRequiredService<OAuthKeys>()
        );
        services.AddSingleton<
            IOptionsChangeTokenSource<OpenIddictServerOptions>,
            OAuthKeysChange<OpenIddictServerOptions>
        >();
        services.AddSingleton<
            IOptionsChangeTokenSource<OpenIddictValidationOptions>,
            OAuthKeysChange<OpenIddictValidationOptions>
        >();
        return services;
    }

    /// <summary>Before the API's own steps: the endpoints of the protocol sign nobody in.</summary>
    public static void UseOAuth(this WebApplication app)
    {
        // Or else the framework puts its own before everything, and each call of the API pays for it.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseWhen(
            http =>
                http.Request.Path.StartsWithSegments("/connect")
                || http.Request.Path.StartsWithSegments("/.well-known")
                || StaffSignIn.Concerns(http.Request),
            branch =>
                branch
                    .Use(
                        async (HttpContext http, RequestDelegate next) =>
                        {
                            await http.RequestServices.GetRequiredService<OAuthKeys>().Refresh(http.RequestAborted);
                            http.Response.Headers.CacheControl = "no-store";
                            await next(http);
                        }
                    )
                    .UseAuthentication()
        );
    }

    public static void MapOAuth(this IEndpointRouteBuilder app)
    {
        AuthorizeEndpoint.Map(app);
        TokenEndpoint.Map(app);
    }
}

/// <summary>Hands the server the keys of the ring, and looks after them every few minutes of use.</summary>
internal sealed class OAuthKeys(SigningKeyRing ring, TimeProvider clock) : IConfigureOptions<OpenIddictServerOptions>
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private long _lookedAt;

    public async ValueTask Refresh(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcTicks;
        if (now - Volatile.Read(ref _lookedAt) >= Fresh.Ticks)
        {
            await ring.Refresh(ct);
            Volatile.Write(ref _lookedAt, now);
        }
    }

    public void Configure(OpenIddictServerOptions options)
    {
        foreach (var key in ring.Signing)
        {
            options.SigningCredentials.Add(new(key, SecurityAlgorithms.EcdsaSha256));
        }
        foreach (var key in ring.Encryption)
        {
            options.EncryptionCredentials.Add(
                new(key, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512)
            );
        }
    }
}

/// <summary>Tells the options that other keys count.</summary>
internal sealed class OAuthKeysChange<T>(SigningKeyRing ring) : IOptionsChangeTokenSource<T>
{
    public string? Name => Options.DefaultName;

    public Microsoft.Extensions.Primitives.IChangeToken GetChangeToken() => ring.ChangeToken;
}
