using IntegrationFunctions.Identity;
using Microsoft.Net.Http.Headers;

namespace IntegrationFunctions.Functions.Http;

/// <summary>Signs in whatever calls below /api, by its key, before anything else is done for it.</summary>
internal static class Authentication
{
    private const string Scheme = "Bearer ";

    public static async Task Run(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments("/api"))
        {
            await next(http);
            return;
        }
        var header = http.Request.Headers.Authorization;
        if (header is not [{ } text] || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            await Refuse(http, null, "key-missing", "Send your API key in the header: Authorization: Bearer ifk_...");
            return;
        }
        var keys = http.RequestServices.GetRequiredService<IApiKeys>();
        if (await keys.Authenticate(text[Scheme.Length..].Trim(), http.RequestAborted) is not { } caller)
        {
            await Refuse(
                http,
                "invalid_token",
                "key-invalid",
                "This API key is misspelled, unknown or revoked. Check it, or ask an administrator of your tenant for a new one."
            );
            return;
        }
        http.SetCaller(caller);
        await next(http);
    }

    // RFC 6750, section 3.
    private static Task Refuse(HttpContext http, string? error, string code, string detail)
    {
        http.Response.Headers[HeaderNames.WWWAuthenticate] =
            "Bearer realm=\"integration-functions\"" + (error is null ? "" : $", error=\"{error}\"");
        return Problems.Create(StatusCodes.Status401Unauthorized, code, detail).ExecuteAsync(http);
    }
}
