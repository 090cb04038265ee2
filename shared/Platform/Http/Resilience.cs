using System.Net;
using System.Net.Sockets;
using IntegrationFunctions.Platform.Http.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.Telemetry;
using Polly.Timeout;

namespace IntegrationFunctions.Platform.Http;

internal static class Resilience
{
    /// <summary>All attempts' time-out, retries of reads, circuit, one attempt's time-out: from the outside inwards.</summary>
    public static IHttpClientBuilder AddOutgoingResilience(this IHttpClientBuilder client, OutgoingHttpOptions options)
    {
        client
            .AddResilienceHandler(
                "outgoing",
                (pipeline, context) =>
                {
                    pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
                    // Its log writes exceptions with their texts, which quote lines of the answer.
                    pipeline.ConfigureTelemetry(new TelemetryOptions { LoggerFactory = NullLoggerFactory.Instance });
                    pipeline
                        .AddTimeout(new HttpTimeoutStrategyOptions { Timeout = options.TotalTimeout })
                        .AddRetry(Retry(options))
                        .AddCircuitBreaker(
                            Circuit(options, context.ServiceProvider.GetRequiredService<OutgoingTelemetry>())
                        )
                        .AddTimeout(
                            new HttpTimeoutStrategyOptions
                            {
                                TimeoutGenerator = arguments =>
                                    ValueTask.FromResult(AttemptTime(arguments.Context.GetRequestMessage(), options)),
                            }
                        );
                }
            )
            .SelectPipelineBy(_ =>
                request => $"{PurposeHandler.Find(request)?.TenantId} {request.RequestUri!.Authority}"
            );
        return client;
    }

    private static HttpRetryStrategyOptions Retry(OutgoingHttpOptions options) =>
        new()
        {
            MaxRetryAttempts = options.ReadRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.RetryDelay,
            ShouldRetryAfterHeader = true,
            ShouldHandle = arguments =>
                ValueTask.FromResult(
                    IsRead(arguments.Context.GetRequestMessage())
                        && IsPassing(arguments.Outcome)
                        && !AsksForLongerThan(arguments.Outcome.Result, options.LongestRetryAfter)
                ),
        };

    private static HttpCircuitBreakerStrategyOptions Circuit(
        OutgoingHttpOptions options,
        OutgoingTelemetry telemetry
    ) =>
        new()
        {
            FailureRatio = options.CircuitFailureRatio,
            MinimumThroughput = options.CircuitMinimumRequests,
            SamplingDuration = options.CircuitWindow,
            BreakDuration = options.CircuitBreak,
            OnOpened = _ => Told(telemetry, "open"),
            OnHalfOpened = _ => Told(telemetry, "half-open"),
            OnClosed = _ => Told(telemetry, "closed"),
            // A host that asks for patience is well.
            ShouldHandle = arguments =>
                ValueTask.FromResult(
                    IsPassing(arguments.Outcome)
                        && arguments.Outcome.Result?.StatusCode is not HttpStatusCode.TooManyRequests
                ),
        };

    private static ValueTask Told(OutgoingTelemetry telemetry, string state)
    {
        telemetry.Circuit(state);
        return default;
    }

    private static TimeSpan AttemptTime(HttpRequestMessage? request, OutgoingHttpOptions options) =>
        request is not null && PurposeHandler.Find(request)?.Timeout is { } time ? time
        : IsRead(request) ? options.ReadTimeout
        : options.WriteTimeout;

    private static bool IsRead(HttpRequestMessage? request) =>
        request is not null && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head);

    private static bool IsPassing(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception switch
        {
            null => outcome.Result!.StatusCode
                is HttpStatusCode.RequestTimeout
                    or HttpStatusCode.TooManyRequests
                    or HttpStatusCode.InternalServerError
                    or HttpStatusCode.BadGateway
                    or HttpStatusCode.ServiceUnavailable
                    or HttpStatusCode.GatewayTimeout,
            TimeoutRejectedException => true,
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => false,
            HttpRequestException e => e.Find<EgressRefusedException>() is null
                && e.Find<SocketException>() is not { SocketErrorCode: SocketError.HostNotFound },
            // The connect time-out arrives as a cancellation around a TimeoutException.
            OperationCanceledException { InnerException: TimeoutException } => true,
            _ => false,
        };

    private static bool AsksForLongerThan(HttpResponseMessage? response, TimeSpan limit) =>
        response?.Headers.RetryAfter is { } after
        && (after.Delta > limit || after.Date is not null && after.Delta is null && DateDelta(response) > limit);

    // Compared with the answer's own Date: no clock of ours takes part.
    private static TimeSpan DateDelta(HttpResponseMessage response) =>
        response.Headers.Date is { } now ? response.Headers.RetryAfter!.Date!.Value - now : TimeSpan.MaxValue;
}
