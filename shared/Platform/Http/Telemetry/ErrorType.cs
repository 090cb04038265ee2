using IntegrationFunctions.Platform.Http.Budgets;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace IntegrationFunctions.Platform.Http.Telemetry;

/// <summary>A failure in one word, of a small set: what logs, spans and metrics say in place of an exception's text.</summary>
internal static class ErrorType
{
    public static string Of(Exception exception) =>
        exception switch
        {
            _ when exception.Find<EgressRefusedException>() is not null => "egress-refused",
            BudgetExhaustedException => "rate-limited",
            RequestTooLargeException => "request-too-large",
            RedirectRefusedException => "redirect-refused",
            _ when exception.Find<BrokenCircuitException>() is not null => "circuit-open",
            TimeoutRejectedException => "timed-out",
            OperationCanceledException => "cancelled",
            HttpRequestException e => e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "host-unknown",
                HttpRequestError.ConnectionError => "host-unreachable",
                HttpRequestError.SecureConnectionError => "tls-failed",
                HttpRequestError.ConfigurationLimitExceeded => "answer-too-large",
                HttpRequestError.InvalidResponse => "answer-invalid",
                HttpRequestError.ResponseEnded => "answer-cut-off",
                _ => "connection-broken",
            },
            IOException => "connection-broken",
            _ => exception.GetType().Name,
        };
}
