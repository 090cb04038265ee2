namespace IntegrationFunctions.Platform.Http;

internal sealed class OutgoingHttp(IHttpMessageHandlerFactory handlers, EgressPolicy policy) : IOutgoingHttp
{
    public const string ClientName = "outgoing";

    public HttpClient For(OutgoingPurpose purpose)
    {
        HttpMessageHandler handler = new PurposeHandler(purpose, handlers.CreateHandler(ClientName));
        if (purpose.Redirects == Redirects.Follow)
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
