namespace IntegrationFunctions.Platform.Http;

/// <summary>Refuses bodies over the limit before anything leaves. One of unknown length is taken into memory first, up to the limit.</summary>
internal sealed class RequestLimitHandler(long maxBytes) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (request.Content is { } content)
        {
            if (content.Headers.ContentLength > maxBytes)
            {
                throw new RequestTooLargeException(maxBytes);
            }
            if (content.Headers.ContentLength is null)
            {
                await Buffer(content, ct);
            }
        }
        return await base.SendAsync(request, ct);
    }

    private async Task Buffer(HttpContent content, CancellationToken ct)
    {
        try
        {
            await content.LoadIntoBufferAsync(maxBytes, ct);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new RequestTooLargeException(maxBytes);
        }
    }
}
