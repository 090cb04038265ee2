namespace IntegrationFunctions.Platform.Http;

/// <summary>
/// Applies the policy to the address of a request, and takes the whole answer in while the attempt's time-out still runs: a body that drips
/// in for ever, or never ends, is cut off.
/// </summary>
internal sealed class EgressHandler(EgressPolicy policy, long maxResponseBytes) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        policy.Check(request.RequestUri!);
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
}
