using System.Security.Claims;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Functions.Http.Pages;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.SignIn;
using IntegrationFunctions.Platform.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationFunctions.Functions.Http.SignIn.Staff;

/// <summary>
/// <c>/sign-in/staff</c>: people whom the operator's Entra ID knows sign in there (OpenID Connect, authorization code with PKCE), and get a session
/// of ours as the tenant's user whom an administrator has bound them to. Their tokens are looked at once and kept nowhere.
/// </summary>
internal static partial class StaffSignIn
{
    /// <summary>Path of the first step; the answer of Entra ID comes to <see cref="Callback"/>.</summary>
    public const string Path = "/sign-in/staff";

    /// <summary>The redirect URI that is registered at Entra ID, behind this server's address.</summary>
    public const string Callback = Path + "/callback";

    private const string Scheme = "entra-id";
    private const string TenantItem = "tenant";

    /// <summary>Adds it where it is set up.</summary>
    public static IServiceCollection AddStaffSignIn(this IServiceCollection services, StaffSettings? settings)
    {
        if (settings is null)
        {
            return services.AddProtectionKeys(kept: false);
        }
        services.AddSingleton(settings);
        services
            .AddAuthentication()
            .AddMicrosoftIdentityWebApp(
                options =>
                {
                    options.Instance = settings.Instance.ToString();
                    options.TenantId = settings.DirectoryId;
                    options.ClientId = settings.ClientId;
                    options.ClientSecret = settings.ClientSecret;
                    options.CallbackPath = Callback;
                },
                openIdConnectScheme: Scheme,
                cookieScheme: null
            );
        services
            .AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure<IOutgoingHttp>((options, http) => Harden(options, settings, http));
        return services.AddProtectionKeys(kept: true);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<StaffSettings>() is not null)
        {
            app.MapGet(Path, Begin).ExcludeFromDescription();
        }
    }

    /// <summary>The way there from the page on which people sign in with passwords; empty where there is none.</summary>
    public static string Link(HttpContext http, string? then) =>
        http.RequestServices.GetService<StaffSettings>() is null
            ? ""
            : $"""<p><a href="{Path}?return={Uri.EscapeDataString(SignInFrame.Local(then))}">Sign in with Microsoft</a></p>""";

    /// <summary>Whether a request is one of this protocol, for the framework's own step.</summary>
    public static bool Concerns(HttpRequest request) => request.Path.StartsWithSegments(Path);

    private static IResult Begin(
        string? tenant,
        string? @return,
        HttpContext http,
        SignInBrake brake,
        StaffSettings settings
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!brake.Admits(ClientAddress.From(http)?.ToString() ?? ""))
        {
            return SignInGuard.TooMany(http);
        }
        if (string.IsNullOrWhiteSpace(tenant))
        {
            PageHeaders.LetFormsLeadTo(http.Response, settings.Instance.GetLeftPart(UriPartial.Authority));
            return SignInFrame.Page(
                "Sign in with Microsoft",
                $"""
                <form method="get" action="{Path}">
                  <input type="hidden" name="return" value="{SignInFrame.Text(SignInFrame.Local(@return))}">
                  <label for="tenant">Tenant</label>
                  <input id="tenant" name="tenant" required autofocus autocomplete="organization">
                  <button>Go on</button>
                </form>
                """
            );
        }
        var properties = new AuthenticationProperties { RedirectUri = SignInFrame.Local(@return) };
        properties.Items[TenantItem] = tenant.Trim();
        return TypedResults.Challenge(properties, [Scheme]);
    }

    private static void Harden(OpenIdConnectOptions options, StaffSettings settings, IOutgoingHttp http)
    {
        // A code in the address, proven by PKCE and the secret: no token passes the browser, and the cookies need not cross sites.
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.SaveTokens = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.MapInboundClaims = false;
        options.RequireHttpsMetadata = settings.Instance.Scheme == Uri.UriSchemeHttps;
        options.Backchannel = http.For(new OutgoingPurpose(Tenant.System, Scheme));
        options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(10);
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("profile");
        options.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.RsaSha256];
        // The directory is one, so its issuer is one: that of its discovery document. The library's own check asks Entra ID for others, by a client
        // that no egress policy holds.
        options.TokenValidationParameters.IssuerValidator = null;
        foreach (var cookie in new[] { options.NonceCookie, options.CorrelationCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }
        options.Events.OnTokenValidated = CheckToken;
        // When all has been checked, the nonce last.
        options.Events.OnTicketReceived = Finish;
        options.Events.OnRemoteFailure = Fail;
    }

    // The framework takes a token without a signature where it came straight from the token endpoint (OpenID Connect Core, 3.1.3.7); we don't.
    private static Task CheckToken(TokenValidatedContext context)
    {
        var settings = context.HttpContext.RequestServices.GetRequiredService<StaffSettings>();
        if (context.SecurityToken?.SignatureAlgorithm != SecurityAlgorithms.RsaSha256)
        {
            context.Fail("The token is not signed by RS256.");
        }
        else if (
            !Person(context.Principal).DirectoryId.Equals(settings.DirectoryId, StringComparison.OrdinalIgnoreCase)
        )
        {
            context.Fail("The token is another directory's.");
        }
        return Task.CompletedTask;
    }

    private static StaffIdentity Person(ClaimsPrincipal? principal) =>
        new(principal?.GetTenantId() ?? "", principal?.GetObjectId() ?? "");

    private static async Task Finish(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        var person = Person(context.Principal);
        // From here on the answer is ours; the framework would write a session of its own.
        context.HandleResponse();
        var tenant = context.Properties?.Items.TryGetValue(TenantItem, out var named) == true ? named! : "";
        var users = http.RequestServices.GetRequiredService<IUsers>();
        var audit = http.RequestServices.GetRequiredService<SignInAudit>();
        if (await users.FindByStaff(tenant, person, http.RequestAborted) is not { DisabledAt: null } user)
        {
            audit.Refused(http, tenant, null, null, $"Entra ID: nobody is bound to {person.ObjectId}.");
            await Stranger(tenant, person).ExecuteAsync(http);
            return;
        }
        var sessions = http.RequestServices.GetRequiredService<ISessions>();
        var begun = await sessions.Begin(
            new(
                tenant,
                user.Id,
                NeedsCode: false,
                ClientAddress.From(http)?.ToString(),
                http.Request.Headers.UserAgent.ToString()
            ),
            http.RequestAborted
        );
        await audit.Begun(http, tenant, user.Id, begun.Session.Id, "Entra ID");
        SessionCookie.Write(http, begun.Secret);
        await SignInPage.SeeOther(http, context.ReturnUri).ExecuteAsync(http);
    }

    private static IResult Stranger(string tenant, StaffIdentity person) =>
        SignInFrame.Page(
            "Not known here",
            $"""
            <p>No user of the tenant {SignInFrame.Text(
                tenant
            )} is bound to you, or the user may not sign in. An administrator of the tenant binds one with these two:</p>
            <ul>
              <li>Directory: <code>{SignInFrame.Text(person.DirectoryId)}</code></li>
              <li>Object: <code>{SignInFrame.Text(person.ObjectId)}</code></li>
            </ul>
            """,
            StatusCodes.Status403Forbidden
        );

    // What went wrong is in the log; whoever stands before the browser can only begin again.
    private static Task Fail(RemoteFailureContext context)
    {
        context.HandleResponse();
        LogFailure(
            context.HttpContext.RequestServices.GetRequiredService<ILogger<StaffSettings>>(),
            context.Failure?.Message ?? "no reason was given"
        );
        return SignInFrame
            .Page(
                "That did not work",
                $"""<p>Signing in with Microsoft was broken off, took too long or was not genuine.</p><p><a href="{Path}">Begin again</a></p>""",
                StatusCodes.Status401Unauthorized
            )
            .ExecuteAsync(context.HttpContext);
    }

    [LoggerMessage(LogLevel.Warning, "Signing in through Entra ID failed: {Reason}")]
    private static partial void LogFailure(ILogger log, string reason);
}
