namespace IntegrationFunctions.Functions.Http.Pages;

/// <summary>Headers that keep pages to themselves: nothing from other servers, no framing, no guessing of types.</summary>
internal static class PageHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Lets the answer to a form lead to another origin: browsers hold that redirect against form-action too.</summary>
    public static void LetFormsLeadTo(HttpResponse response, string origin) =>
        response.Headers.ContentSecurityPolicy = Policy.Replace(
            "form-action 'self'",
            $"form-action 'self' {origin}",
            StringComparison.Ordinal
        );

    public static Task Run(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }
        if (http.Request.Path.StartsWithSegments("/api"))
        {
            // Data of a tenant, or how it was refused: no cache's affair. An endpoint may say otherwise.
            headers.CacheControl = "no-store";
        }
        return next(http);
    }
}
