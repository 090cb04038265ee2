namespace IntegrationFunctions.Functions.Http.SignIn;

/// <summary>
/// The cookie that holds a session's secret: for this host alone, out of reach of scripts, and not sent by other sites' forms. Over TLS its name
/// binds it to the host (RFC 6265bis, section 4.1.3.2); without TLS, on a developer's machine, browsers would not take that name.
/// </summary>
internal static class SessionCookie
{
    private const string Plain = "session";
    private const string Secure = "__Host-session";

    public static string? Read(HttpRequest request) =>
        request.Cookies[Name(request)] is { Length: > 0 } secret ? secret : null;

    public static void Write(HttpContext http, string secret) =>
        http.Response.Cookies.Append(Name(http.Request), secret, Options(http.Request));

    public static void Clear(HttpContext http) =>
        http.Response.Cookies.Delete(Name(http.Request), Options(http.Request));

    private static string Name(HttpRequest request) => request.IsHttps ? Secure : Plain;

    // No end: it goes with the browser; the session itself has one.
    private static CookieOptions Options(HttpRequest request) =>
        new()
        {
            HttpOnly = true,
            Secure = request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
        };
}
