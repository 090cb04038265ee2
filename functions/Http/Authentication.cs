using IntegrationFunctions.Functions.Http.Guards;
using IntegrationFunctions.Functions.Http.OAuth;
using IntegrationFunctions.Functions.Http.SignIn;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.SignIn;
using Microsoft.Net.Http.Headers;

namespace IntegrationFunctions.Functions.Http;

/// <summary>Signs in whatever calls below /api, by its key, its token or its session, before anything else is done for it.</summary>
internal static class Authentication
{
    private const string Scheme = "Bearer ";

    // A session opens both spaces of an account; a key one of them.
    private const string SpaceHeader = "Space";

    public static async Task Run(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments("/api"))
        {
            await next(http);
            return;
        }
        var header = http.Request.Headers.Authorization;
        var caller = header switch
        {
            [{ } text] when text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) => await ByBearer(
                http,
                text[Scheme.Length..].Trim()
            ),
            [] when SessionCookie.Read(http.Request) is { } secret => await BySession(http, secret),
            _ => await Missing(http),
        };
        if (caller is null)
        {
            return;
        }
        http.SetCaller(caller);
        await next(http);
    }

    private static async Task<Caller?> ByBearer(HttpContext http, string credential)
    {
        if (!credential.StartsWith(ApiKeyFormat.Mark, StringComparison.Ordinal) && IsJwt(credential))
        {
            var caller = await TokenSignIn.Find(http.RequestServices, credential, http.RequestAborted);
            if (caller is null)
            {
                await Refuse(
                    http,
                    "invalid_token",
                    "token-invalid",
                    "This access token is not one of this server, is over, or was revoked. Get another one with the refresh token."
                );
            }
            return caller;
        }
        var keys = http.RequestServices.GetRequiredService<IApiKeys>();
        var signIn = await keys.Authenticate(credential, ClientAddress.From(http), http.RequestAborted);
        if (signIn.Caller is null)
        {
            var (code, detail) = Explain(signIn.Refusal);
            await Refuse(http, "invalid_token", code, detail);
        }
        return signIn.Caller;
    }

    // Three parts (RFC 7519): what else comes here is taken for a misspelled key.
    private static bool IsJwt(string credential) => credential.Count(c => c == '.') == 2;

    private static async Task<Caller?> BySession(HttpContext http, string secret)
    {
        if (RateLimitStep.Mutates(http.Request.Method) && !SameOrigin.Is(http.Request))
        {
            await Problems
                .Create(
                    StatusCodes.Status403Forbidden,
                    "cross-site",
                    "A browser's session changes something only from a page of this server. Programs use an API key."
                )
                .ExecuteAsync(http);
            return null;
        }
        var sandbox = http.Request.Headers[SpaceHeader] is ["sandbox"];
        var sessions = http.RequestServices.GetRequiredService<ISessions>();
        var caller = await sessions.Authenticate(secret, sandbox, http.RequestAborted);
        if (caller is null)
        {
            await Refuse(http, null, "session-over", "Your session is over. Sign in again at /sign-in.");
        }
        return caller;
    }

    private static async Task<Caller?> Missing(HttpContext http)
    {
        await Refuse(http, null, "key-missing", "Send your API key in the header: Authorization: Bearer ifk_...");
        return null;
    }

    private static (string Code, string Detail) Explain(KeyRefusal refusal) =>
        refusal switch
        {
            KeyRefusal.Expired => ("key-expired", "This API key has expired. Ask an administrator for a new one."),
            KeyRefusal.Address => (
                "key-address",
                "This API key may not be used from your address. Its allowed addresses are changed by making a new key."
            ),
            _ => (
                "key-invalid",
                "This API key is misspelled, unknown or revoked. Check it, or ask an administrator of your tenant for a new one."
            ),
        };

    // RFC 6750, section 3.
    private static Task Refuse(HttpContext http, string? error, string code, string detail)
    {
        http.Response.Headers[HeaderNames.WWWAuthenticate] =
            "Bearer realm=\"integration-functions\"" + (error is null ? "" : $", error=\"{error}\"");
        return Problems.Create(StatusCodes.Status401Unauthorized, code, detail).ExecuteAsync(http);
    }
}
