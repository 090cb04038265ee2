using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Channels;

/// <summary>A way to a bank: payment messages out, status reports and statements back. Implemented by connectors to banks.</summary>
public interface IBankChannel
{
    /// <summary>
    /// Hands a payment message to the bank. <see cref="ErrorKind.UnknownOutcome"/> where the request may have arrived: then
    /// <see cref="GetStatus"/> must be asked before anything is sent again.
    /// </summary>
    Task<Result<PaymentReceipt>> Send(
        ConnectorContext context,
        string messageId,
        ReadOnlyMemory<byte> message,
        CancellationToken ct
    );

    /// <summary>The bank's status report (pain.002) for a message, or null inside the result where the bank never received it.</summary>
    Task<Result<PaymentStatusReport?>> GetStatus(ConnectorContext context, string messageId, CancellationToken ct);

    /// <summary>The newest end-of-day statement (camt.053) of an account, as the bank gives it.</summary>
    Task<Result<byte[]>> GetStatement(ConnectorContext context, string iban, CancellationToken ct);
}

/// <summary>The bank has the message.</summary>
/// <param name="Status">ISO 20022 ExternalPaymentGroupStatus: <c>RCVD</c>, <c>ACTC</c>...</param>
public sealed record PaymentReceipt(string Status);
