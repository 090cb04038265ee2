namespace IntegrationFunctions.Platform.Http;

internal sealed class OutgoingHttp(IHttpMessageHandlerFactory handlers, EgressPolicy policy) : IOutgoingHttp
{
    public const string ClientName = "outgoing";

    public HttpClient For(string tenantId, string integrationId, Redirects redirects)
    {
        HttpMessageHandler handler = new OwnerHandler(tenantId, integrationId, handlers.CreateHandler(ClientName));
        if (redirects == Redirects.Follow)
        {
            // Outside the pipeline: each hop has the retries and the circuit of its own host.
            handler = new RedirectHandler(policy, handler);
        }
        return new(handler, disposeHandler: false)
        {
            // The pipeline has the time-outs.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }
}

/// <summary>Writes on each request whose it is: the circuit is chosen by it.</summary>
internal sealed class OwnerHandler(string tenantId, string integrationId, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    public static readonly HttpRequestOptionsKey<string> Tenant = new("tenant");
    public static readonly HttpRequestOptionsKey<string> Integration = new("integration");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        request.Options.Set(Tenant, tenantId);
        request.Options.Set(Integration, integrationId);
        return base.SendAsync(request, ct);
    }
}
