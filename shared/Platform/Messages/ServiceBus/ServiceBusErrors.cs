using System.Net.Sockets;
using Amqp;
using Amqp.Framing;

namespace IntegrationFunctions.Platform.Messages.ServiceBus;

/// <summary>What went wrong, in our terms. Descriptions of the broker's are left out: they may repeat what was sent.</summary>
internal static class ServiceBusErrors
{
    /// <summary>Of a failure of the transport, or of an operation on a link.</summary>
    public static MessagingException From(Exception failure, string what) =>
        failure switch
        {
            MessagingException known => known,
            AmqpException { Error: { } error } => From(error, what, failure),
            SocketException or IOException or TimeoutException or ObjectDisposedException or AmqpException => new(
                MessagingFailure.Transient,
                $"Service Bus can't be reached ({what}: {failure.GetType().Name}).",
                failure
            ),
            _ => new(MessagingFailure.Transient, $"Service Bus failed ({what}: {failure.GetType().Name}).", failure),
        };

    public static MessagingException From(Error error, string what, Exception? inner = null)
    {
        var condition = error.Condition?.ToString() ?? "";
        var failure = condition switch
        {
            "amqp:unauthorized-access" or "com.microsoft:auth-failed" => MessagingFailure.Unauthorised,
            "amqp:not-found" or "com.microsoft:entity-disabled" => MessagingFailure.NotFound,
            "amqp:link:message-size-exceeded" or "amqp:not-allowed" or "amqp:invalid-field" or "amqp:not-implemented" =>
                MessagingFailure.Refused,
            _ => MessagingFailure.Transient,
        };
        return new(failure, Text(failure, what, condition), inner);
    }

    /// <summary>Of the status of a management response.</summary>
    public static MessagingException From(int status, string what) =>
        status switch
        {
            401 or 403 => Make(MessagingFailure.Unauthorised, what, status),
            404 => Make(MessagingFailure.NotFound, what, status),
            400 or 405 or 413 or 501 => Make(MessagingFailure.Refused, what, status),
            _ => Make(MessagingFailure.Transient, what, status),
        };

    private static MessagingException Make(MessagingFailure failure, string what, int status) =>
        new(failure, Text(failure, what, $"status {status}"));

    private static string Text(MessagingFailure failure, string what, string code) =>
        failure switch
        {
            MessagingFailure.Unauthorised =>
                $"Service Bus does not let us in ({what}: {code}). The policy or identity needs the claims Send and Listen.",
            MessagingFailure.NotFound => $"Service Bus has no such queue, or it is switched off ({what}: {code}).",
            MessagingFailure.Refused => $"Service Bus refused ({what}: {code}).",
            _ => $"Service Bus can't do it at the moment ({what}: {code}).",
        };
}
