namespace IntegrationFunctions.Tests.Support.FunctionsHost;

/// <summary>The way of a client's requests: from outside through the host; to the sandbox, which is for this machine alone, directly.</summary>
internal sealed class ThroughHost(HostStandIn host) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _direct = new(new SocketsHttpHandler());

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var path = request.RequestUri!.PathAndQuery;
        if (path.StartsWith("/sandbox", StringComparison.Ordinal))
        {
            request.RequestUri = new Uri(host.Address, path);
            return await _direct.SendAsync(request, ct);
        }
        return await host.Forward(request)
            ?? throw new InvalidOperationException($"The host has no route for {request.Method} {path}.");
    }

    protected override void Dispose(bool disposing)
    {
        _direct.Dispose();
        base.Dispose(disposing);
    }
}
