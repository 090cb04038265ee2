using System.Net;
using System.Net.Http.Headers;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Channels.HostToHost;

/// <summary>Speaks HTTP with one bank.</summary>
internal sealed class HostToHostClient(ConnectorContext context, HostToHostSettings settings)
{
    public Uri Address(string path) => new(settings.BaseUrl, path);

    public Task<Result<BankResponse>> Get(Uri address, string accept, CancellationToken ct) =>
        Send(new HttpRequestMessage(HttpMethod.Get, address), accept, ct);

    public Task<Result<BankResponse>> Post(Uri address, ReadOnlyMemory<byte> xml, CancellationToken ct) =>
        Send(
            new HttpRequestMessage(HttpMethod.Post, address) { Content = new TrackedContent(xml, "application/xml") },
            "application/json",
            ct
        );

    private async Task<Result<BankResponse>> Send(HttpRequestMessage request, string accept, CancellationToken ct)
    {
        using var sent = request;
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        request.Headers.TryAddWithoutValidation("X-Request-ID", context.CorrelationId);
        try
        {
            using var response = await context.Http.SendAsync(request, ct);
            var body = await response.Content.ReadAsByteArrayAsync(ct);
            return new BankResponse(request.RequestUri!, response.StatusCode, response.Headers.RetryAfter?.Delta, body);
        }
        catch (Exception e) when (HttpFailure.Is(e, ct))
        {
            return HttpFailure.ToError(e, request.RequestUri!, request.Content is TrackedContent { Started: true });
        }
    }
}

/// <summary>An answer, taken in whole.</summary>
internal sealed record BankResponse(Uri Address, HttpStatusCode Status, TimeSpan? RetryAfter, byte[] Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public string Place => $"{Address.Host}:{Address.Port}";
}
