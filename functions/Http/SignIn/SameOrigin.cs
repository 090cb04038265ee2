namespace IntegrationFunctions.Functions.Http.SignIn;

/// <summary>
/// Whether a browser sent a request from one of our own pages: what another site makes a signed-in browser send must do nothing. Browsers say
/// so themselves (Fetch Metadata, or Origin of RFC 6454); a request that says neither is not believed.
/// </summary>
internal static class SameOrigin
{
    public static bool Is(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site])
        {
            return site is "same-origin" or "none";
        }
        return request.Headers.Origin is [{ } origin]
            && Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
