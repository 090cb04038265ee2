using System.Net.Sockets;
using IntegrationFunctions.Platform.Results;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace IntegrationFunctions.Platform.Http;

/// <summary>Turns what a client of <see cref="IOutgoingHttp"/> throws into an error value.</summary>
public static class HttpFailure
{
    /// <summary>Whether the exception is a failure of HTTP that <see cref="ToError"/> knows. A cancellation by the caller is none.</summary>
    public static bool Is(Exception exception, CancellationToken ct) =>
        exception
            is HttpRequestException
                or EgressRefusedException
                or RedirectRefusedException
                or TimeoutRejectedException
                or BrokenCircuitException
                or IOException
        || (exception is OperationCanceledException && !ct.IsCancellationRequested);

    /// <summary>
    /// The error. Codes: <c>egress-refused</c>, <c>redirect-refused</c>, <c>host-unknown</c>, <c>tls-failed</c>, <c>answer-too-large</c> (Configuration),
    /// <c>host-unreachable</c>, <c>circuit-open</c>, <c>timed-out</c>, <c>connection-broken</c> (Transient), and <c>outcome-unknown</c>
    /// (UnknownOutcome) where <paramref name="mayHaveArrived"/>.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="address">What was asked for; only host and port appear in the text.</param>
    /// <param name="mayHaveArrived">Whether a write had begun to go out (<see cref="TrackedContent.Started"/>).</param>
    public static IntegrationError ToError(Exception exception, Uri address, bool mayHaveArrived = false)
    {
        var place = $"{address.Host}:{address.Port}";
        if (exception.Find<EgressRefusedException>() is { } refused)
        {
            return new(ErrorKind.Configuration, "egress-refused", refused.Message);
        }
        if (exception is RedirectRefusedException)
        {
            // Who points elsewhere with 307 or 308 has done nothing, so a write is no unknown outcome.
            return new(ErrorKind.Configuration, "redirect-refused", exception.Message);
        }
        if (mayHaveArrived)
        {
            return new(
                ErrorKind.UnknownOutcome,
                "outcome-unknown",
                $"The connection to {place} broke after the request had gone out; whether it was carried out must be asked before it is sent again."
            );
        }
        if (exception.Find<BrokenCircuitException>() is { } open)
        {
            return new(
                ErrorKind.Transient,
                "circuit-open",
                $"{place} has failed repeatedly and is left alone for a while.",
                RetryAfter: open.RetryAfter
            );
        }
        if (exception is TimeoutRejectedException or OperationCanceledException)
        {
            // Before the sockets: what was cut off carries the aborted socket inside.
            return new(ErrorKind.Transient, "timed-out", $"{place} did not answer in time.");
        }
        if (exception.Find<SocketException>() is { } socket)
        {
            return Socket(socket, address.Host, place);
        }
        return exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new(
                ErrorKind.Configuration,
                "tls-failed",
                $"No secure connection to {place} ({(exception.InnerException ?? exception).Message}). Check the certificate, and that the port speaks TLS."
            ),
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new(
                ErrorKind.Configuration,
                "answer-too-large",
                $"The answer of {place} is larger than is accepted. Ask for smaller pages."
            ),
            _ => new(
                ErrorKind.Transient,
                "connection-broken",
                $"The connection to {place} broke ({exception.Message})."
            ),
        };
    }

    private static IntegrationError Socket(SocketException e, string host, string place) =>
        e.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData => new(
                ErrorKind.Configuration,
                "host-unknown",
                $"There is no host {host} (asked for {place}). Check the spelling of the address."
            ),
            SocketError.TryAgain => new(
                ErrorKind.Transient,
                "host-unknown",
                $"The name {host} could not be resolved just now (asked for {place})."
            ),
            SocketError.ConnectionRefused => new(
                ErrorKind.Transient,
                "host-unreachable",
                $"{place} refuses connections. Check host and port, and that the system is up."
            ),
            _ => new(ErrorKind.Transient, "host-unreachable", $"{place} can't be reached ({e.Message})."),
        };

    internal static T? Find<T>(this Exception exception)
        where T : Exception
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is T found)
            {
                return found;
            }
        }
        return null;
    }
}
