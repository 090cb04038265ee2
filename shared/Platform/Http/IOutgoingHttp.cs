namespace IntegrationFunctions.Platform.Http;

/// <summary>
/// Clients for requests to foreign systems. They obey the egress policy, repeat reads (GET, HEAD) on passing failures, never repeat a write
/// (its outcome may be unknown), break the circuit per host and tenant, limit the size of answers, follow no redirects and keep no cookies.
/// What they throw becomes a value with <see cref="HttpFailure.ToError"/>.
/// </summary>
public interface IOutgoingHttp
{
    /// <summary>A client for one integration; cheap, need not be disposed.</summary>
    HttpClient For(string tenantId, string integrationId);
}
