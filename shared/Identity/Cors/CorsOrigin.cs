namespace IntegrationFunctions.Identity.Cors;

/// <summary>The form of an origin (RFC 6454, section 6.2).</summary>
internal static class CorsOrigin
{
    /// <summary>Why a text can't be allowed, or null. Only https, but for pages on the developer's own machine; no wildcard, no null.</summary>
    public static string? Fault(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
        {
            return $"'{text}' is not an origin such as https://app.example.com.";
        }
        if (uri.Scheme == "http" && !uri.IsLoopback)
        {
            return $"'{text}' must be https: only pages on localhost may come without.";
        }
        return Serialize(uri) == text
            ? null
            : $"'{text}' is not as a browser sends it, which is {Serialize(uri)}: no path, no user, no default port, lower case.";
    }

    private static string Serialize(Uri uri) =>
        $"{uri.Scheme}://{uri.IdnHost}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}";
}
