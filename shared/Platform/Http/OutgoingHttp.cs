using IntegrationFunctions.Platform.Http.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Platform.Http;

internal sealed class OutgoingHttp(
    IHttpMessageHandlerFactory handlers,
    EgressPolicy policy,
    ILogger<OutgoingHttp> log,
    TimeProvider clock
) : IOutgoingHttp
{
    public const string ClientName = "outgoing";

    public HttpClient For(OutgoingPurpose purpose)
    {
        HttpMessageHandler handler = new PurposeHandler(purpose, handlers.CreateHandler(ClientName));
        handler = new CallHandler(purpose, log, clock, handler);
        if (purpose.Redirects == Redirects.Follow)
        {
            // Outside the others: each hop has its own line, and the retries and the circuit of its own host.
            handler = new RedirectHandler(policy, handler);
        }
        return new(handler, disposeHandler: false)
        {
            // The pipeline has the time-outs.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }
}
