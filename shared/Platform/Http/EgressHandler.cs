using IntegrationFunctions.Platform.Http.Rules;

namespace IntegrationFunctions.Platform.Http;

/// <summary>
/// Applies the policy and the tenant's rules to the address of a request, and takes the whole answer in while the attempt's time-out still runs: a body that drips
/// in for ever, or never ends, is cut off.
/// </summary>
internal sealed class EgressHandler(
    EgressPolicy policy,
    IEgressRules rules,
    ISandboxSpaces? sandboxes,
    long maxResponseBytes
) : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<TenantEgress> Checked = new("egress");

    /// <summary>Holds the endpoint that a request's connection is made to against the rules that the request itself has passed.</summary>
    public static void CheckConnection(HttpRequestMessage request, string host, int port)
    {
        if (!request.Options.TryGetValue(Checked, out var egress))
        {
            throw new EgressRefusedException(
                host,
                port,
                $"The request for {host}:{port} has not passed the tenant's rules."
            );
        }
        egress.Check(host, port, PurposeHandler.Of(request).Extension);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var address = request.RequestUri!;
        policy.Check(address);
        var purpose = PurposeHandler.Of(request);
        await CheckSpace(purpose, address, ct);
        var egress = await rules.Current(purpose.TenantId, ct);
        egress.Check(address, purpose.Extension);
        CheckHostHeader(request, address);
        // Connections are shared by tenants, so each request is checked here; the connect step checks again what it really dials.
        request.Options.Set(Checked, egress);
        var response = await base.SendAsync(request, ct);
        try
        {
            await response.Content.LoadIntoBufferAsync(maxResponseBytes, ct);
            return response;
        }
        catch (Exception e)
        {
            response.Dispose();
            if (e is not OperationCanceledException && ct.IsCancellationRequested)
            {
                // A read that is cut off fails with the aborted socket; the time-out around it knows itself by a cancellation alone.
                throw new OperationCanceledException("The answer was cut off.", e, ct);
            }
            throw;
        }
    }

    // Test data is fetched from virtual systems and sent to them, and live data never: neither finds its way into the other's space.
    private async ValueTask CheckSpace(OutgoingPurpose purpose, Uri address, CancellationToken ct)
    {
        if (sandboxes is null || await sandboxes.Find(purpose.TenantId, ct) is not { } isSandbox)
        {
            return;
        }
        if (!isSandbox)
        {
            policy.CheckReal(address.IdnHost, address.Port);
        }
        else if (!purpose.LeavesSandbox)
        {
            policy.CheckVirtual(address.IdnHost, address.Port);
        }
    }

    // Servers that stand before many names choose by it (RFC 9110, section 7.2): an allowed address would lead to one that is not.
    private static void CheckHostHeader(HttpRequestMessage request, Uri address)
    {
        if (
            request.Headers.Host is { } host
            && !host.Equals(address.IdnHost, StringComparison.OrdinalIgnoreCase)
            && !host.Equals(address.Authority, StringComparison.OrdinalIgnoreCase)
        )
        {
            throw new EgressRefusedException(
                address.Host,
                address.Port,
                $"The Host header names another host than the address ({address.Host}:{address.Port}); leave the header away."
            );
        }
    }
}
