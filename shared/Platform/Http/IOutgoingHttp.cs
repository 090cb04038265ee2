namespace IntegrationFunctions.Platform.Http;

/// <summary>
/// Clients for requests to foreign systems. They obey the egress policy, repeat reads (GET, HEAD) on passing failures, never repeat a write
/// (its outcome may be unknown), break the circuit per host and tenant, limit the size of answers, follow no redirects unless told to, and keep no cookies.
/// What they throw becomes a value with <see cref="HttpFailure.ToError"/>.
/// </summary>
public interface IOutgoingHttp
{
    /// <summary>A client for one integration; cheap, need not be disposed.</summary>
    HttpClient For(string tenantId, string integrationId) => For(tenantId, integrationId, Redirects.HandBack);

    /// <summary>The same with a say in what is done with an answer that points elsewhere.</summary>
    HttpClient For(string tenantId, string integrationId, Redirects redirects);
}

/// <summary>What is done with an answer that points elsewhere (RFC 9110, section 15.4).</summary>
public enum Redirects
{
    /// <summary>It is the caller's to read: right for APIs, which have no reason to move.</summary>
    HandBack,

    /// <summary>
    /// Reads follow 301, 302, 303, 307 and 308, up to five in a row, each address held against the egress policy; never from https to http.
    /// To another origin only Accept headers and User-Agent go along. Writes follow 307 and 308 alone, within their origin and with a body that can be
    /// sent again; any other redirect of a write is handed back, as it may be the answer to what was done.
    /// </summary>
    Follow,
}
