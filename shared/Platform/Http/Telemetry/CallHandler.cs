using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Platform.Http.Telemetry;

/// <summary>
/// One line a call, all its attempts together: Information where it was answered well, Warning otherwise. No header, body, query or user
/// name is in it, and of the path only what <see cref="MaskedPath"/> lets through.
/// </summary>
internal sealed partial class CallHandler(
    OutgoingPurpose purpose,
    ILogger log,
    TimeProvider clock,
    HttpMessageHandler inner
) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        try
        {
            var response = await base.SendAsync(request, ct);
            Log(request, ((int)response.StatusCode).ToString(Invariant), (int)response.StatusCode < 400, began);
            return response;
        }
        catch (Exception e)
        {
            Log(request, ErrorType.Of(e), well: false, began);
            throw;
        }
    }

    private static readonly IFormatProvider Invariant = System.Globalization.CultureInfo.InvariantCulture;

    private void Log(HttpRequestMessage request, string outcome, bool well, long began)
    {
        var level = well ? LogLevel.Information : LogLevel.Warning;
        if (log.IsEnabled(level))
        {
            Called(
                level,
                MethodName.Of(request.Method),
                request.RequestUri!.Authority,
                MaskedPath.Of(request.RequestUri),
                outcome,
                (long)clock.GetElapsedTime(began).TotalMilliseconds,
                AttemptHandler.CountOf(request),
                purpose.TenantId,
                purpose.IntegrationId,
                purpose.CorrelationId ?? "-"
            );
        }
    }

    [LoggerMessage(
        EventName = "OutgoingCall",
        Message = "{Method} {Host}{Path}: {Outcome} after {Milliseconds} ms, attempts {Attempts}, tenant {Tenant}, integration {Integration}, correlation {Correlation}"
    )]
    private partial void Called(
        LogLevel level,
        string method,
        string host,
        string path,
        string outcome,
        long milliseconds,
        int attempts,
        string tenant,
        string integration,
        string correlation
    );
}
